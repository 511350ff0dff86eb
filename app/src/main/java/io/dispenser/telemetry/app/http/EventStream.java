package io.dispenser.telemetry.app.http;

import com.sun.net.httpserver.HttpExchange;
import io.dispenser.telemetry.core.time.DaemonThreads;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who listen of each new document, as server-sent events (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, 9.2</a>). A listener that is slower than the
 * documents come gets the newest only; one that takes nothing is cut off; each is asked to connect anew after some minutes, so that
 * those who went away without a word are forgotten. Any thread.
 */
public final class EventStream implements AutoCloseable {

    /** More are told to come later: each has a thread of its own. */
    static final int MOST_LISTENERS = 16;

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final byte[] BEGINNING = ascii("retry: 3000\n\n");
    private static final byte[] KEEP_ALIVE = ascii(": still here\n\n");
    private static final byte[] END = ascii("\n\n");

    private final byte[] eventLine;
    private final Duration keepAlive;
    private final Runnable joined;
    private final ThreadFactory threads = DaemonThreads.numbered("telemetry-http-events-");
    private final Set<Thread> listeners = ConcurrentHashMap.newKeySet();
    private byte @Nullable [] newest;
    private long number;
    private int count;
    private boolean closed;

    /**
     * @param event what the events are called
     * @param keepAlive the time after which something is sent though there is nothing new, to find out who went away
     * @param joined is told of each new listener, which has not been sent anything yet
     */
    public EventStream(String event, Duration keepAlive, Runnable joined) {
        this.eventLine = ascii("event: " + event + "\ndata: ");
        this.keepAlive = keepAlive;
        this.joined = joined;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether anybody listens. */
    public synchronized boolean isHeard() {
        return count > 0;
    }

    /**
     * Tells all who listen, and does not wait for them.
     *
     * @param data UTF-8 without a line's end
     */
    public synchronized void send(byte[] data) {
        for (byte each : data) {
            if (each == '\n' || each == '\r') {
                throw new IllegalArgumentException("an event's data is one line");
            }
        }
        newest = data.clone();
        number++;
        notifyAll();
    }

    /** Takes {@code exchange} over if there is room for one more; else it is the caller's. */
    boolean take(HttpExchange exchange, AnswerDeadlines deadlines) {
        long last;
        synchronized (this) {
            if (closed || count >= MOST_LISTENERS) {
                return false;
            }
            count++;
            last = number;
        }
        Thread thread = threads.newThread(() -> serve(exchange, deadlines, last));
        listeners.add(thread);
        thread.start();
        return true;
    }

    private void serve(HttpExchange exchange, AnswerDeadlines deadlines, long last) {
        try {
            deadlines.during(() -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(BEGINNING);
                exchange.getResponseBody().flush();
            });
            joined.run();
            tell(exchange.getResponseBody(), deadlines, last);
        } catch (IOException e) {
            // It went away, or was cut off.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // none are served any more
        } finally {
            synchronized (this) {
                count--;
            }
            listeners.remove(Thread.currentThread());
            try {
                deadlines.during(exchange::close);
            } catch (IOException e) {
                // Then it is closed.
            }
        }
    }

    private void tell(OutputStream out, AnswerDeadlines deadlines, long last) throws IOException, InterruptedException {
        Ticker ticker = Ticker.system();
        long since = ticker.nanos();
        long told = last;
        while (!isClosed() && ticker.nanos() - since < LIFETIME.toNanos()) {
            byte @Nullable [] data;
            synchronized (this) {
                if (number == told) {
                    TimeUnit.NANOSECONDS.timedWait(this, keepAlive.toNanos());
                }
                data = number == told ? null : newest;
                told = number;
            }
            deadlines.during(() -> {
                if (data == null) {
                    out.write(KEEP_ALIVE);
                } else {
                    out.write(eventLine);
                    out.write(data);
                    out.write(END);
                }
                out.flush();
            });
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Lets all go. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        listeners.forEach(Thread::interrupt);
    }
}
