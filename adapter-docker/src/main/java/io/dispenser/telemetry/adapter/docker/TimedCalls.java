package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.time.DaemonThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs exchanges under deadlines of our own: on a Unix socket no timeout of docker-java's has an effect. At its deadline a
 * request is answered with {@link CallFailure.Kind#LATE} and broken off, so that its thread and connection come free.
 */
final class TimedCalls implements AutoCloseable {

    /** Many times what is under way at once; only an engine that hangs and whose calls can't be broken off comes near. */
    static final int MOST_THREADS = 64;

    private static final int IDLE_SECONDS = 10;

    /** TCP's own limits are a net below the watchdog, which comes first and tells what happened. */
    private static final Duration NET = Duration.ofSeconds(2);

    private final Endpoint endpoint;
    private final Duration deadline;
    private final EngineClock clock;
    private final int mostThreads;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor watchdog;
    private final Set<TimedCall<?>> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param deadline for each request
     * @param clock hears what time each reply tells
     */
    TimedCalls(Endpoint endpoint, Duration deadline, EngineClock clock, int mostThreads) {
        this.endpoint = endpoint;
        this.deadline = deadline;
        this.clock = clock;
        this.mostThreads = mostThreads;
        this.workers = new ThreadPoolExecutor(
                0,
                mostThreads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DaemonThreads.numbered("docker-call-"));
        this.watchdog = new ScheduledThreadPoolExecutor(1, DaemonThreads.numbered("docker-watchdog-"));
        this.watchdog.setRemoveOnCancelPolicy(true);
        this.watchdog.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        this.watchdog.allowCoreThreadTimeOut(true);
    }

    /** Runs an exchange to its end. An interruption breaks it off. */
    <T> T call(Exchange<T> exchange) throws CallFailure, InterruptedException {
        TimedCall<T> call = start(exchange);
        try {
            return call.answer.get();
        } catch (InterruptedException e) {
            call.breakOff(new CallFailure(CallFailure.Kind.LATE, "nobody waits for the answer any more", null));
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CallFailure failure) {
                throw failure;
            }
            throw new CallFailure(CallFailure.Kind.BAD_ANSWER, CallFailure.wordsOf(e), e);
        }
    }

    /** Starts an exchange, whose client is closed at its end. */
    <T> TimedCall<T> start(Exchange<T> exchange) {
        Duration limit = deadline.plus(NET);
        TimedCall<T> call = new TimedCall<>(
                endpoint, endpoint.open(limit, limit), exchange, deadline, clock, watchdog, this::runSoon);
        underWay.add(call);
        var unused = call.end.thenRun(() -> underWay.remove(call));
        try {
            call.watch();
            workers.execute(call);
        } catch (RejectedExecutionException e) {
            call.reject(
                    workers.isShutdown()
                            ? closed()
                            : new CallFailure(
                                    CallFailure.Kind.LATE,
                                    mostThreads + " earlier calls hang; the engine is stuck, restart it",
                                    e));
        }
        return call;
    }

    /** Runs a short task after {@code pause}; never, if this is closed by then. */
    void later(Duration pause, Runnable task) {
        try {
            var unused = watchdog.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            task.run(); // closed
        }
    }

    private void runSoon(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    @Override
    public void close() {
        workers.shutdown();
        watchdog.shutdownNow();
        CallFailure closed = closed();
        for (TimedCall<?> call : underWay) {
            call.breakOff(closed);
        }
    }

    private static CallFailure closed() {
        return new CallFailure(CallFailure.Kind.UNREACHABLE, "the connection to the engine is closed", null);
    }
}
