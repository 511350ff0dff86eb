package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** Events are dated before they are sent, and not always sent in the order of their dates. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    /** Many times what an engine does in {@link #OVERLAP}. */
    private static final int REMEMBERED_CHANGES = 512;

    private final ContainerEngine engine;
    private final ChangeHandler handler;
    private final WaitingRows waitingRows;
    private final Duration reconcileInterval;
    private final ReconcileSchedule schedule;
    private final Reconnection reconnection;
    private final AgentListener listener;

    private final boolean existingAreNews;
    /** Whether containers were compared once, by this process or an earlier one. */
    private boolean reconciled;

    private final FollowedTime time;
    private final FollowedStream stream;
    private String version = "";
    private boolean lookFailed;

    /**
     * @param known what an earlier process knew of this engine
     * @param existingAreNews whether the containers that were there before the engine was first followed are deployments too
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
        this.schedule = new ReconcileSchedule(reconcileInterval, lookInterval, ticker);
        this.reconnection = new Reconnection(ticker);
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
        Duration pauseLeft = reconnection.left();
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
                schedule.soon();
            });
            if (schedule.isDue()) {
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
                    .filter(next -> next.compareTo(schedule.left()) < 0)
                    .orElseGet(schedule::left);
        } catch (EngineException e) {
            return retry(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // a defect of the adapter: the next connection may be spared it
            return retry("unexpected: " + e);
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
            Duration wait = reconnection.nextPause();
            schedule.in(wait);
            listener.engineUnavailable(String.valueOf(e.getMessage()), wait);
            return;
        }
        if (lookFailed) {
            lookFailed = false;
            reconnection.works();
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
        Duration wait = reconnection.failed();
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
        reconcile(history.until());
        reconciled = true;
        lookFailed = false;
        reconnection.connected();
        listener.engineConnected(version);
        try {
            listener.engineLimited(engine.limitations());
        } catch (EngineException e) {
            schedule.soon(); // what it is about shows there
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
        reconcile(history.until());
        handleAll(stream.queue().drain());
    }

    private void tellGap(Instant from, ChangeHistory history) {
        if (!stream.isMute() && !history.reachesBackTo(from)) { // of a mute one that is told once
            Instant oldest = history.oldest();
            listener.changesMissed(from, oldest == null ? history.until() : oldest);
        }
    }

    private void reconcile(Instant now) throws EngineException, InterruptedException {
        handler.reconcile(time.since(), existingAreNews, now);
        listener.engineClock(engine.clockAhead());
        time.handledUntil(now);
        schedule.done(stream.isMute());
        if (handler.isIncomplete()) {
            schedule.soon();
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
