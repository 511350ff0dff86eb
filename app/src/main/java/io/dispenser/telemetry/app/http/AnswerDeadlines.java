package io.dispenser.telemetry.app.http;

import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cuts off clients that do not take what they are sent: the thread that writes is interrupted, which closes the connection. (The
 * limit of the JDK's server is for all answers alike, and would cut off streams of events that are well.)
 */
final class AnswerDeadlines implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final long most;
    private final Ticker ticker;
    private final Map<Thread, Attempt> attempts = new ConcurrentHashMap<>();
    private final Worker worker = new Worker("telemetry-http-deadlines", this::look);

    /** What may take until a deadline. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private static final class Attempt {
        private final Thread thread;
        private final long since;
        private boolean over;

        Attempt(Thread thread, long since) {
            this.thread = thread;
            this.since = since;
        }

        synchronized void interrupt() {
            if (!over) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            over = true;
        }
    }

    /** @param most how long one piece of work may take */
    AnswerDeadlines(Duration most, Ticker ticker) {
        this.most = most.toNanos();
        this.ticker = ticker;
    }

    void start() {
        worker.start();
    }

    /** Does {@code work} on this thread, which is interrupted if that takes too long; it is not interrupted afterwards. */
    void during(Work work) throws IOException {
        Attempt attempt = new Attempt(Thread.currentThread(), ticker.nanos());
        attempts.put(attempt.thread, attempt);
        try {
            work.run();
        } finally {
            attempts.remove(attempt.thread);
            attempt.end();
            Thread.interrupted();
        }
    }

    private Optional<Duration> look() {
        long now = ticker.nanos();
        attempts.values().stream().filter(each -> now - each.since > most).forEach(Attempt::interrupt);
        return Optional.of(LOOK);
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
