package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One accepted reply of {@code GET /events} and the thread that reads it. docker-java's own stream ends without a word, or
 * with its thread dead, in several ways; here every way out of {@link #run} passes the one line that tells the listener.
 */
final class EventStream implements ChangeStream, Runnable {

    /** As many as the engine remembers: an event at the seam comes twice, from its memory and live. */
    private static final int REMEMBERED = 256;

    private static final int LISTENER_SECONDS = 1;

    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());

    private final DockerHttpClient client;
    private final Response response;
    private final ChangeListener listener;
    private final Consumer<EventStream> atEnd;
    private final ChangeJson json = new ChangeJson();
    private final LinkedHashSet<Seen> seen = new LinkedHashSet<>();
    private final Thread reader;
    /** Held while the listener is told something. */
    private final ReentrantLock telling = new ReentrantLock();

    private volatile boolean silent;

    private record Seen(String containerId, ContainerChange.Kind kind, Instant at) {}

    /** @param atEnd told when the stream has ended, before its listener is */
    EventStream(DockerHttpClient client, Response response, ChangeListener listener, Consumer<EventStream> atEnd) {
        this.client = client;
        this.response = response;
        this.listener = listener;
        this.atEnd = atEnd;
        this.reader = DaemonThreads.create("docker-events", this);
    }

    void start() {
        reader.start();
    }

    @Override
    public void run() {
        String reason = "the reader of the engine's events failed";
        try {
            reason = readToEnd();
        } catch (CallFailure e) {
            reason = CallFailure.wordsOf(e);
        } catch (Throwable e) {
            // An Error too: a reader that dies without a word would leave the changes unheard for good.
            reason = "the stream of events broke off: " + CallFailure.wordsOf(e);
        } finally {
            release();
            atEnd.accept(this);
            tellEnd(reason);
        }
    }

    /** Waits for a call of the listener that is under way, but not for one that does not return. */
    @Override
    public void close() {
        silent = true;
        release();
        atEnd.accept(this);
        try {
            if (telling.tryLock(LISTENER_SECONDS, TimeUnit.SECONDS)) {
                telling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String readToEnd() throws IOException, CallFailure {
        EventLines lines = new EventLines(response.getBody());
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            Optional<ContainerChange> change = json.parse(line);
            if (change.isPresent() && isNew(change.get())) {
                tell(change.get());
            }
        }
        return "the engine ended the stream of events";
    }

    private boolean isNew(ContainerChange change) {
        if (!seen.add(new Seen(change.containerId(), change.kind(), change.at()))) {
            return false;
        }
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.iterator().next());
        }
        return true;
    }

    private void tell(ContainerChange change) {
        telling.lock();
        try {
            if (!silent) {
                listener.changed(change);
            }
        } finally {
            telling.unlock();
        }
    }

    private void tellEnd(String reason) {
        telling.lock();
        try {
            if (!silent) {
                silent = true;
                listener.ended(reason);
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed when it was told: " + reason, e);
        } finally {
            telling.unlock();
        }
    }

    private void release() {
        try {
            response.close();
            client.close();
        } catch (IOException | RuntimeException e) {
            // The connection is given up; there is nobody left to tell.
        }
    }
}
