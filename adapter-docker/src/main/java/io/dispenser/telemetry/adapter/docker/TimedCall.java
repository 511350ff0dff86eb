package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One exchange and its breaking off, by two ways at once: an interruption frees a thread that connects to or reads a Unix
 * socket (an interruptible channel) and closes the socket; closing the client does so for one that reads TCP.
 */
final class TimedCall<T> implements Runnable {

    final CompletableFuture<T> answer = new CompletableFuture<>();
    /** Done when thread and connection are free, however long after the answer. */
    final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    private final Endpoint endpoint;
    private final DockerHttpClient client;
    private final Exchange<T> exchange;
    private final boolean keepsClient;
    private final Executor closer;
    private @Nullable Thread worker;
    private boolean brokenOff;

    /**
     * @param keepsClient whether an answer that was taken goes on using the client
     * @param closer closes the client of a call that is broken off, which may block
     */
    TimedCall(Endpoint endpoint, DockerHttpClient client, Exchange<T> exchange, boolean keepsClient, Executor closer) {
        this.endpoint = endpoint;
        this.client = client;
        this.exchange = exchange;
        this.keepsClient = keepsClient;
        this.closer = closer;
    }

    @Override
    public void run() {
        boolean kept = false;
        try {
            if (begin()) {
                T result = exchange.with(client);
                kept = answer.complete(result) && keepsClient;
            }
        } catch (CallFailure failure) {
            answer.completeExceptionally(failure);
        } catch (Throwable failure) {
            // An Error too: whoever waits for the answer must hear of it.
            answer.completeExceptionally(endpoint.explain(failure));
        } finally {
            leave();
            finish(kept);
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

    /** Whether the call was given up, but has not ended. */
    synchronized boolean hangs() {
        return brokenOff && !end.isDone();
    }

    /** Ends a call that never got a thread. */
    void reject(CallFailure failure) {
        answer.completeExceptionally(failure);
        finish(false);
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

    private void finish(boolean kept) {
        if (!kept) {
            closeClient();
        }
        end.complete(null);
    }
}
