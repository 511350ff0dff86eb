package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One exchange and its breaking off, by two ways at once: an interruption frees a thread that connects to or reads a Unix
 * socket (an interruptible channel) and closes the socket; closing the client does so for one that reads TCP. Each of its
 * requests has the whole deadline for itself.
 */
final class TimedCall<T> implements Runnable, Requests {

    final CompletableFuture<T> answer = new CompletableFuture<>();
    /** Done when thread and connection are free, however long after the answer. */
    final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    private final Endpoint endpoint;
    private final DockerHttpClient client;
    private final Exchange<T> exchange;
    private final Duration deadline;
    private final EngineClock clock;
    private final ScheduledExecutorService watchdog;
    private final Executor closer;
    private volatile String request = "";
    private @Nullable Future<?> alarm;
    private @Nullable Thread worker;
    private boolean brokenOff;

    /**
     * @param deadline for each request
     * @param clock hears what time each reply tells
     * @param watchdog breaks a request off at its deadline
     * @param closer closes the client of a call that is broken off, which may block
     */
    TimedCall(
            Endpoint endpoint,
            DockerHttpClient client,
            Exchange<T> exchange,
            Duration deadline,
            EngineClock clock,
            ScheduledExecutorService watchdog,
            Executor closer) {
        this.endpoint = endpoint;
        this.client = client;
        this.exchange = exchange;
        this.deadline = deadline;
        this.clock = clock;
        this.watchdog = watchdog;
        this.closer = closer;
    }

    /** Begins the deadline of what is asked now. */
    synchronized void watch() {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = watchdog.schedule(this::expire, deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Response get(String path) throws IOException {
        request = EngineReply.name(path);
        watch();
        return clock.timed(() -> EngineReply.request(client, path));
    }

    @Override
    public void run() {
        try {
            if (begin()) {
                answer.complete(exchange.with(this));
            }
        } catch (CallFailure failure) {
            answer.completeExceptionally(named(failure));
        } catch (Throwable failure) {
            // An Error too: whoever waits for the answer must hear of it.
            CallFailure explained = endpoint.explain(failure);
            boolean everyCalls = explained.kind() == CallFailure.Kind.UNREACHABLE;
            answer.completeExceptionally(everyCalls ? explained : named(explained));
        } finally {
            leave();
            finish();
        }
    }

    /** Ends the call with {@code failure} unless it was answered, and frees its thread. */
    void breakOff(CallFailure failure) {
        if (!answer.completeExceptionally(failure)) {
            return;
        }
        synchronized (this) {
            brokenOff = true;
            if (worker != null) {
                worker.interrupt();
            }
        }
        closer.execute(this::closeClient);
    }

    /** Ends a call that never got a thread. */
    void reject(CallFailure failure) {
        answer.completeExceptionally(failure);
        finish();
    }

    private void expire() {
        String seconds = String.format(Locale.ROOT, "%s s", deadline.toMillis() / 1000.0);
        breakOff(named(new CallFailure(
                CallFailure.Kind.LATE,
                "no answer within " + seconds + "; a slow engine needs a longer timeout",
                null)));
    }

    private CallFailure named(CallFailure failure) {
        return request.isEmpty() ? failure : failure.of(request);
    }

    private void closeClient() {
        try {
            client.close();
        } catch (IOException | RuntimeException e) {
            // The connection is given up; there is nobody left to tell.
        }
    }

    private synchronized boolean begin() {
        worker = Thread.currentThread();
        return !brokenOff;
    }

    private synchronized void leave() {
        worker = null;
        // The interruption was for this call, not for the next one of this thread.
        Thread.interrupted();
    }

    private void finish() {
        synchronized (this) {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        closeClient();
        end.complete(null);
    }
}
