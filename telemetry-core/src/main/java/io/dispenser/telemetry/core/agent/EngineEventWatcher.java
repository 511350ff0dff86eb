package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
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

    /** Until containers are looked at because of something that could not be read, or was not answered. */
    private static final Duration SOON = RetryQueue.PAUSE;

    /** Many times what an engine does in {@link #OVERLAP}. */
    private static final int REMEMBERED_CHANGES = 512;

    private final ContainerEngine engine;
    private final ChangeHandler handler;
    private final WaitingRows waitingRows;
    private final Duration reconcileInterval;
    private final Duration lookInterval;
    private final Ticker ticker;
    private final AgentListener listener;
    private final Backoff backoff = new Backoff(FIRST_RETRY, MAX_RETRY, new SplittableRandom());

    private final boolean existingAreNews;
    /** Whether containers were compared once, by this process or an earlier one. */
    private boolean reconciled;

    private final FollowedTime time;
    private final FollowedStream stream;
    private long connectedAt;
    private String version = "";
    private boolean lookFailed;
    private Deadline pause;
    private Deadline nextReconciliation;

    /**
     * @param known what an earlier process knew of this engine
     * @param existingAreNews whether the containers of the very first connection are deployments too
     * @param lookInterval how often containers are looked at where the engine tells no changes
     * @param wake makes the follower's thread take a step
     */
    EngineEventWatcher(
            ContainerEngine engine,
            ChangeHandler handler,
            WaitingRows waitingRows,
            Optional<TrackerState> known,
            boolean existingAreNews,
            Duration reconcileInterval,
            Duration lookInterval,
            Ticker ticker,
            AgentListener listener,
            Runnable wake) {
        this.engine = engine;
        this.handler = handler;
        this.waitingRows = waitingRows;
        this.existingAreNews = existingAreNews;
        this.reconcileInterval = reconcileInterval;
        this.lookInterval = lookInterval.compareTo(reconcileInterval) < 0 ? lookInterval : reconcileInterval;
        this.ticker = ticker;
        this.pause = Deadline.in(Duration.ZERO, ticker);
        this.nextReconciliation = Deadline.in(reconcileInterval, ticker);
        this.listener = listener;
        this.stream = new FollowedStream(engine, wake, ticker);
        this.time = new FollowedTime(known, ticker);
        this.reconciled = known.isPresent();
    }

    /** Connects if need be, and handles what came. Never ends by itself. */
    Optional<Duration> step() throws InterruptedException {
        Duration wait = observe();
        if (time.hasBegun()) {
            Duration rowsWait = waitingRows.advance(this::trackerState);
            wait = wait.compareTo(rowsWait) < 0 ? wait : rowsWait;
        }
        return Optional.of(wait);
    }

    /** Ends the stream, and hands on what waited. After the last step. */
    void close() {
        if (stream.isExhausted() && time.hasBegun() && time.handledUntilNow(OVERLAP)) {
            waitingRows.stateChanged();
        }
        stream.close();
        if (time.hasBegun()) {
            waitingRows.close(this::trackerState);
        }
    }

    private Duration observe() throws InterruptedException {
        Duration pauseLeft = pause.left();
        if (!pauseLeft.isZero()) {
            return pauseLeft;
        }
        try {
            if (!stream.isOpen()) {
                connect();
            }
            handleAll(stream.queue().drain());
            stream.queue().takeUnreadable().ifPresent(reason -> {
                listener.changeUnreadable(reason);
                lookSoon();
            });
            if (nextReconciliation.isOver()) {
                look();
            }
            Optional<String> end = stream.end();
            if (end.isPresent()) {
                handleAll(stream.queue().drain());
                if (!stream.isMute()) {
                    time.heardUntil(stream.queue().endedAt());
                }
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

    private void lookSoon() {
        if (nextReconciliation.left().compareTo(SOON) > 0) {
            nextReconciliation = Deadline.in(SOON, ticker);
        }
    }

    /** Looks at everything; if that fails, a stream that lives goes on. */
    private void look() throws EngineException, InterruptedException {
        try {
            reconcile();
        } catch (EngineException e) {
            if (!stream.lives()) {
                throw e;
            }
            lookFailed = true;
            Duration wait = backoff.next();
            nextReconciliation = Deadline.in(wait, ticker);
            listener.engineUnavailable(String.valueOf(e.getMessage()), wait);
            return;
        }
        if (lookFailed) {
            lookFailed = false;
            backoff.reset();
            listener.engineConnected(version);
        }
    }

    private ChangeHistory history() throws EngineException, InterruptedException {
        ChangeHistory history = engine.history(time.until().minus(OVERLAP));
        time.told(history.until());
        return history;
    }

    private Duration retry(String reason) {
        stream.close();
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
        version = engine.ping();
        boolean first = !reconciled;
        if (!time.hasBegun()) {
            time.begin(engine.history(null).until());
        }
        openStream();
        ChangeHistory history = history();
        boolean missed = !history.reachesBackTo(time.silentSince());
        if (missed) {
            handler.gap(time.silentSince(), history);
        }
        if (missed && !first) {
            tellGap(time.silentSince(), history);
        }
        handleAll(history.changes());
        reconcile(first && existingAreNews ? Instant.MIN : time.since(), history.until());
        reconciled = true;
        lookFailed = false;
        connectedAt = ticker.nanos();
        listener.engineConnected(version);
        try {
            listener.engineLimited(engine.limitations());
        } catch (EngineException e) {
            lookSoon(); // what it is about shows there
        }
    }

    /** The same as at a connection, with the stream open. */
    private void reconcile() throws EngineException, InterruptedException {
        Instant followed = time.until();
        boolean silent = stream.wasSilentFor(reconcileInterval);
        if (silent) {
            openStream();
        }
        ChangeHistory history = history();
        boolean missed = handleAll(history.changes());
        if (missed) {
            tellGap(followed, history);
        }
        if ((missed || silent) && !history.reachesBackTo(followed)) {
            handler.mayHaveMissed(history.until());
        }
        reconcile(time.since(), history.until());
        handleAll(stream.queue().drain());
    }

    private void tellGap(Instant from, ChangeHistory history) {
        if (!stream.isMute() && !history.reachesBackTo(from)) { // of a mute one that is told once
            Instant oldest = history.oldest();
            listener.changesMissed(from, oldest == null ? history.until() : oldest);
        }
    }

    private void reconcile(Instant newsSince, Instant now) throws EngineException, InterruptedException {
        handler.reconcile(newsSince, now);
        listener.engineClock(engine.clockAhead());
        time.handledUntil(now);
        nextReconciliation = Deadline.in(stream.isMute() ? lookInterval : reconcileInterval, ticker);
        if (handler.isIncomplete()) {
            lookSoon();
        }
        waitingRows.stateChanged();
    }

    private void openStream() throws EngineException, InterruptedException {
        handleAll(stream.open(time.until().minus(OVERLAP)));
    }

    /** Whether one of {@code changes} was new. */
    private boolean handleAll(List<ContainerChange> changes) throws EngineException, InterruptedException {
        boolean news = handler.handle(changes, time.since());
        handler.latestHandled().ifPresent(time::handledUntil);
        return news;
    }

    private TrackerState trackerState(List<DeploymentEvent> rows) {
        Instant handled =
                handler.oldestUnhandled().filter(time.until()::isAfter).orElse(time.until());
        return handler.trackerState(engine.description(), time.since(), handled, REMEMBERED_CHANGES, rows);
    }
}
