package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Backoff;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream of the engine's changes open, and looks beyond it, since no stream can be trusted.
 *
 * <p>At each connection it opens the stream first, from the last change that was handled, then asks for what the engine
 * remembers, and then looks at all containers, so that nothing falls between; what comes in several of these ways is one
 * change. The same again every few minutes, and if the stream was silent all the while, it is replaced: that a silent stream
 * is alive can't be known. Where the engine's memory does not reach back, creations are found by the look; restarts and
 * short-lived containers may be missing, and that is told.
 */
final class EngineEventWatcher {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY = Duration.ofSeconds(30);

    /** Events are dated before they are sent, and not always sent in the order of their dates. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    /** Many times what an engine does in {@link #OVERLAP}. */
    private static final int REMEMBERED_CHANGES = 512;

    private final ContainerEngine engine;
    private final ChangeHandler handler;
    private final DeploymentDebouncer debouncer;
    private final Duration reconcileInterval;
    private final Ticker ticker;
    private final AgentListener listener;
    private final Runnable wake;
    private final Backoff backoff = new Backoff(FIRST_RETRY, MAX_RETRY, new SplittableRandom());

    private final boolean existingAreNews;
    /** Whether containers were compared once, by this process or an earlier one. */
    private boolean reconciled;

    private @Nullable Instant since;
    private @Nullable Instant until;
    private @Nullable ChangeStream stream;
    private ChangeQueue queue;
    private long connectedAt;
    private Deadline pause;
    private Deadline nextReconciliation;

    /**
     * @param known what an earlier process knew of this engine
     * @param existingAreNews whether the containers of the very first connection are deployments too
     * @param wake makes the follower's thread take a step
     */
    EngineEventWatcher(
            ContainerEngine engine,
            ChangeHandler handler,
            DeploymentDebouncer debouncer,
            Optional<TrackerState> known,
            boolean existingAreNews,
            Duration reconcileInterval,
            Ticker ticker,
            AgentListener listener,
            Runnable wake) {
        this.engine = engine;
        this.handler = handler;
        this.debouncer = debouncer;
        this.existingAreNews = existingAreNews;
        this.reconcileInterval = reconcileInterval;
        this.ticker = ticker;
        this.pause = Deadline.in(Duration.ZERO, ticker);
        this.nextReconciliation = Deadline.in(reconcileInterval, ticker);
        this.listener = listener;
        this.wake = wake;
        this.queue = new ChangeQueue(wake);
        this.reconciled = known.isPresent();
        this.since = known.map(TrackerState::since).orElse(null);
        this.until = known.map(TrackerState::until).orElse(null);
    }

    /** Connects if need be, and handles what came. Never ends by itself. */
    Optional<Duration> step() throws InterruptedException {
        Duration wait = observe();
        if (since != null) {
            Duration debounceWait = debouncer.advance(this::trackerState);
            wait = wait.compareTo(debounceWait) < 0 ? wait : debounceWait;
        }
        return Optional.of(wait);
    }

    /** Ends the stream, and hands on what waited. After the last step. */
    void close() {
        closeStream();
        if (since != null) {
            debouncer.close(this::trackerState);
        }
    }

    private Duration observe() throws InterruptedException {
        Duration pauseLeft = pause.left();
        if (!pauseLeft.isZero()) {
            return pauseLeft;
        }
        try {
            if (stream == null) {
                connect();
            }
            handleAll(queue.drain());
            if (nextReconciliation.isOver()) {
                reconcile();
            }
            Optional<String> end = queue.end();
            if (end.isPresent()) {
                handleAll(queue.drain());
                return retry(end.get());
            }
            return handler.nextRetry()
                    .filter(next -> next.compareTo(nextReconciliation.left()) < 0)
                    .orElseGet(nextReconciliation::left);
        } catch (EngineException e) {
            return retry(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // a defect of the adapter: the next connection may be spared it
            return retry("unexpected: " + e);
        }
    }

    private Duration retry(String reason) {
        closeStream();
        if (ticker.nanos() - connectedAt > MAX_RETRY.toNanos()) {
            backoff.reset(); // a stream that lived is not part of a series of failures
        }
        Duration wait = backoff.next();
        connectedAt = ticker.nanos();
        pause = Deadline.in(wait, ticker);
        listener.engineUnavailable(reason, wait);
        return wait;
    }

    private void connect() throws EngineException, InterruptedException {
        String version = engine.ping();
        Instant followed = until;
        boolean first = followed == null;
        if (followed == null) {
            followed = engine.history(null).until();
            since = followed;
        } else {
            debouncer.engineReturned();
        }
        openStream(first ? null : followed);
        ChangeHistory history = engine.history(first ? null : followed.minus(OVERLAP));
        if (!first && !history.reachesBackTo(followed)) {
            Instant oldest = history.oldest();
            listener.changesMissed(followed, oldest == null ? history.until() : oldest);
        }
        until = followed;
        handleAll(history.changes());
        reconcile(!reconciled && !existingAreNews, reconciled ? since() : Instant.MIN, history.until());
        reconciled = true;
        connectedAt = ticker.nanos();
        listener.engineConnected(version);
    }

    /** The same as at a connection, with the stream open. */
    private void reconcile() throws EngineException, InterruptedException {
        boolean silent = !queue.wasHeard();
        Instant followed = until;
        if (silent && followed != null) {
            openStream(followed);
        }
        ChangeHistory history = engine.history(followed == null ? null : followed.minus(OVERLAP));
        boolean missed = handleAll(history.changes());
        if (missed && followed != null && !history.reachesBackTo(followed)) {
            Instant oldest = history.oldest();
            listener.changesMissed(followed, oldest == null ? history.until() : oldest);
        }
        reconcile(false, since(), history.until());
        handleAll(queue.drain());
    }

    private void reconcile(boolean everythingIsKnown, Instant newsSince, Instant now)
            throws EngineException, InterruptedException {
        handler.reconcile(everythingIsKnown, newsSince, now);
        until = until == null || now.isAfter(until) ? now : until;
        nextReconciliation = Deadline.in(reconcileInterval, ticker);
        debouncer.stateChanged();
    }

    private Instant since() {
        return since == null ? Instant.MIN : since;
    }

    /** Opens a stream in the place of the one there is, without a moment without one. */
    private void openStream(@Nullable Instant from) throws EngineException, InterruptedException {
        ChangeQueue next = new ChangeQueue(wake);
        ChangeStream opened = engine.changes(from == null ? null : from.minus(OVERLAP), next);
        List<ContainerChange> last = queue.drain();
        closeStream();
        queue = next;
        stream = opened;
        handleAll(last);
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    /** Whether one of {@code changes} was new. */
    private boolean handleAll(List<ContainerChange> changes) throws EngineException, InterruptedException {
        boolean news = handler.handle(changes, since());
        Optional<Instant> latest = handler.latestHandled();
        if (until != null && latest.isPresent() && latest.get().isAfter(until)) {
            until = latest.get();
        }
        return news;
    }

    private TrackerState trackerState(List<DeploymentEvent> rows) {
        Instant followedSince = since == null ? Instant.EPOCH : since;
        Instant followed = until == null ? followedSince : until;
        Instant handled = handler.oldestUnhandled().filter(followed::isAfter).orElse(followed);
        return handler.trackerState(engine.description(), followedSince, handled, REMEMBERED_CHANGES, rows);
    }
}
