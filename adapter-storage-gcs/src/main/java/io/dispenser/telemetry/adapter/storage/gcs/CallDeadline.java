package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.javanet.ConnectionFactory;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls that get nowhere. The connector's own timeouts are for connecting and for waiting for an answer; they know nothing
 * of a peer that takes no more bytes, and those for fetching a token can't be set. So every call is looked at in intervals, and
 * when it has moved no byte in one, its connection is cut.
 */
final class CallDeadline implements ConnectionFactory, AutoCloseable {

    /** What a call does. */
    interface Work<T> {
        T run() throws IOException;
    }

    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final ConnectionFactory connections;
    private final long intervalMillis;
    private final ScheduledExecutorService alarms =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("gcs-deadline"));

    /** @param connections opens them */
    CallDeadline(ConnectionFactory connections, long intervalMillis) {
        this.connections = connections;
        this.intervalMillis = intervalMillis;
    }

    /** Does {@code work}, whose connections are made by this factory on this thread. */
    <T> T within(Work<T> work) throws IOException {
        Call call = new Call();
        CURRENT.set(call);
        var alarm = alarms.scheduleWithFixedDelay(call::look, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
        try {
            return work.run();
        } catch (GcsTokenException e) {
            throw call.isCut() ? new GcsTokenException(timeout(e.failure())) : e;
        } catch (IOException e) {
            throw call.isCut() ? timeout(e) : e;
        } finally {
            alarm.cancel(false);
            CURRENT.remove();
        }
    }

    /** The call on this thread got further. */
    void progress() {
        Call call = CURRENT.get();
        if (call != null) {
            call.moves = true;
        }
    }

    @Override
    public HttpURLConnection openConnection(URL url) throws IOException {
        return follow(new BoundedConnection(connections.openConnection(url)));
    }

    /** Makes a new connection one of the call on this thread. */
    HttpURLConnection follow(HttpURLConnection connection) throws IOException {
        Call call = CURRENT.get();
        if (call != null) {
            call.follow(connection);
        }
        return connection;
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }

    private SocketTimeoutException timeout(@Nullable IOException cause) {
        SocketTimeoutException timeout = new SocketTimeoutException("no answer in " + intervalMillis / 1000 + " s");
        if (cause != null) {
            timeout.initCause(cause);
        }
        return timeout;
    }

    private final class Call {

        volatile boolean moves;
        private boolean cut;
        private @Nullable HttpURLConnection connection;

        synchronized void follow(HttpURLConnection next) throws IOException {
            if (cut) {
                throw timeout(null);
            }
            connection = next;
        }

        synchronized boolean isCut() {
            return cut;
        }

        void look() {
            if (moves) {
                moves = false;
                return;
            }
            HttpURLConnection stuck;
            synchronized (this) {
                cut = true;
                stuck = connection;
            }
            if (stuck != null) {
                stuck.disconnect();
            }
        }
    }
}
