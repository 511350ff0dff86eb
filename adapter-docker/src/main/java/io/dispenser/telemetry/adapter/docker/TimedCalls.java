package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.time.DaemonThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs exchanges under deadlines of our own: on a Unix socket no timeout of docker-java's has an effect. At its deadline a
 * call is answered with {@link CallFailure.Kind#LATE} and broken off, so that its thread and connection come free.
 */
final class TimedCalls implements AutoCloseable {

    /** Many times what is under way at once; only an engine that hangs and whose calls can't be broken off comes near. */
    static final int MOST_THREADS = 64;

    private static final int IDLE_SECONDS = 10;

    /** TCP's own limits are a net below the watchdog, which comes first and tells what happened. */
    private static final Duration NET = Duration.ofSeconds(2);

    private final Endpoint endpoint;
    private final int mostThreads;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor watchdog;
    private final Set<TimedCall<?>> underWay = ConcurrentHashMap.newKeySet();

    TimedCalls(Endpoint endpoint, int mostThreads) {
        this.endpoint = endpoint;
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

    /** Starts an exchange whose client is closed at its end. */
    <T> TimedCall<T> start(Duration deadline, Exchange<T> exchange) {
        return start(deadline, false, exchange);
    }

    /** Runs an exchange to its end. */
    <T> T call(Duration deadline, Exchange<T> exchange) throws CallFailure, InterruptedException {
        return await(start(deadline, exchange));
    }

    /** Runs the beginning of an exchange; the client is the answer's to close. */
    <T extends AutoCloseable> T open(Duration deadline, Exchange<T> exchange) throws CallFailure, InterruptedException {
        TimedCall<T> call = start(deadline, true, exchange);
        try {
            return await(call);
        } catch (InterruptedException e) {
            // It may have been answered in the meantime.
            T unwanted = call.answer.exceptionally(failure -> null).getNow(null);
            if (unwanted != null) {
                closeQuietly(unwanted);
            }
            throw e;
        }
    }

    /** Waits for {@code call}, which ends by its deadline. An interruption breaks it off. */
    static <T> T await(TimedCall<T> call) throws CallFailure, InterruptedException {
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

    /** @param keepsClient whether the answer goes on with the client, and TCP may be silent for any time */
    private <T> TimedCall<T> start(Duration deadline, boolean keepsClient, Exchange<T> exchange) {
        Duration limit = deadline.plus(NET);
        TimedCall<T> call = new TimedCall<>(
                endpoint, endpoint.open(limit, keepsClient ? null : limit), exchange, keepsClient, this::runSoon);
        underWay.add(call);
        var unused = call.end.thenRun(() -> underWay.remove(call));
        try {
            Future<?> alarm = watchdog.schedule(() -> expire(call, deadline), deadline.toNanos(), TimeUnit.NANOSECONDS);
            var unusedToo = call.answer.whenComplete((answer, failure) -> alarm.cancel(false));
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

    private static void expire(TimedCall<?> call, Duration deadline) {
        call.breakOff(new CallFailure(
                CallFailure.Kind.LATE, "no answer within " + deadline.toMillis() / 1000.0 + " s", null));
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

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Nobody wants it.
        }
    }
}
