package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.dispenser.telemetry.adapter.docker.DocumentReader.UnreadableDocument;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.deployment.SeenChange;
import io.dispenser.telemetry.core.deployment.SeenChanges;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One {@code GET /events} and the thread that makes it and reads its reply. docker-java's own stream ends without a word, or
 * with its thread dead, in several ways; here every way out of {@link #run} passes the one line that tells the listener.
 *
 * <p>Some engines (Podman 5.2.1) send no head of the reply before there is an event. So after a while a request without a
 * reply counts as accepted, and the stream is {@linkplain #mute mute} until its head is there.
 */
final class EventStream implements ChangeStream, Runnable {

    /** As many as the engine remembers: an event at the seam comes twice, from its memory and live. */
    private static final int REMEMBERED = 256;

    private static final int LISTENER_SECONDS = 1;

    /** Nothing else makes an engine close it; and of a proxy in between that does, the next line tells that all is well. */
    private static final String STOPPED = "the engine stopped or was restarted (it closed the stream of events)";

    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());

    private final DockerHttpClient client;
    private final Endpoint endpoint;
    private final Exchange<Response> request;
    private final ChangeListener listener;
    private final Consumer<EventStream> atEnd;
    private final SeenChanges seen = new SeenChanges(REMEMBERED);
    private final Thread reader;
    /** Done when the reply's head is there and good; fails if the stream ends before. */
    private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
    /** Held while the listener is told something. */
    private final ReentrantLock telling = new ReentrantLock();

    private volatile @Nullable Response response;
    private volatile boolean silent;

    /**
     * @param client is closed at the end
     * @param request asks for the events
     * @param atEnd told when the stream has ended, before its listener is
     */
    EventStream(
            DockerHttpClient client,
            Endpoint endpoint,
            Exchange<Response> request,
            ChangeListener listener,
            Consumer<EventStream> atEnd) {
        this.client = client;
        this.endpoint = endpoint;
        this.request = request;
        this.listener = listener;
        this.atEnd = atEnd;
        this.reader = DaemonThreads.create("docker-events", this);
    }

    /**
     * Begins, and waits until the engine has accepted the request, or for {@code patience}.
     *
     * @throws CallFailure if there is no stream; the listener hears nothing then
     */
    void start(Duration patience) throws CallFailure, InterruptedException {
        reader.start();
        try {
            accepted.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // As good as accepted: what it does from now on, its listener is told.
            if (!accepted.complete(false)) {
                await(accepted);
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    private static void await(CompletableFuture<Boolean> decided) throws CallFailure, InterruptedException {
        try {
            decided.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static CallFailure failure(ExecutionException e) {
        return e.getCause() instanceof CallFailure known
                ? known
                : new CallFailure(CallFailure.Kind.BAD_ANSWER, CallFailure.wordsOf(e), e);
    }

    @Override
    public @Nullable String mute() {
        return response == null
                ? "GET /events: the engine does not answer yet, which some do before the first event only"
                : null;
    }

    @Override
    public void run() {
        CallFailure reason =
                new CallFailure(CallFailure.Kind.BAD_ANSWER, "the reader of the engine's events failed", null);
        try {
            response = request.with(path -> EngineReply.request(client, path));
            accepted.complete(true);
            reason = new CallFailure(CallFailure.Kind.BAD_ANSWER, readToEnd(), null);
        } catch (CallFailure e) {
            reason = response == null ? e.of("GET /events") : e;
        } catch (Throwable e) {
            // An Error too: a reader that dies without a word would leave the changes unheard for good.
            reason = response == null
                    ? endpoint.explain(e).of("GET /events")
                    : new CallFailure(CallFailure.Kind.BAD_ANSWER, brokenOff(Endpoint.unwrapped(e)), e);
        } finally {
            release();
            atEnd.accept(this);
            if (!accepted.completeExceptionally(reason)) {
                tellEnd(CallFailure.wordsOf(reason));
            }
        }
    }

    /** Waits for a call of the listener that is under way, but not for one that does not return. */
    @Override
    public void close() {
        silent = true;
        if (response == null && Thread.currentThread() != reader) {
            reader.interrupt(); // the only way to end the wait for a reply on a Unix socket
        }
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
        Response open = response;
        if (open == null) {
            throw new IllegalStateException("there is no reply");
        }
        DocumentReader events = new DocumentReader(open.getBody());
        while (true) {
            try {
                JsonNode event = events.nextLine();
                if (event == null) {
                    return STOPPED;
                }
                Optional<ContainerChange> change = ChangeJson.change(event);
                if (change.isPresent() && seen.add(SeenChange.of(change.get()))) {
                    tell(() -> listener.changed(change.get()));
                }
            } catch (UnreadableDocument e) {
                // It costs itself and no other: asked for again, it would be no better.
                tell(() -> listener.unreadable(CallFailure.wordsOf(e)));
            }
        }
    }

    private static String brokenOff(Throwable e) {
        Optional<LostConnection> lost = LostConnection.of(e);
        if (lost.filter(LostConnection.CLOSED::equals).isPresent()) {
            return STOPPED;
        }
        return "the stream of events ended: "
                + lost.map(LostConnection::sentence)
                        .orElseGet(() -> "what came made no sense: " + CallFailure.wordsOf(e));
    }

    private void tell(Runnable what) {
        telling.lock();
        try {
            if (!silent) {
                what.run();
            }
        } finally {
            telling.unlock();
        }
    }

    private void tellEnd(String reason) {
        try {
            tell(() -> {
                silent = true;
                listener.ended(reason);
            });
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed when it was told: " + reason, e);
        }
    }

    private void release() {
        try {
            Response open = response;
            if (open != null) {
                open.close();
            }
            client.close();
        } catch (IOException | RuntimeException e) {
            // The connection is given up; there is nobody left to tell.
        }
    }
}
