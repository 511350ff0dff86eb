package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.deployment.Deployment;
import io.dispenser.telemetry.core.deployment.FullStartupDetector;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where rows wait: for the creations that may follow, since together they may be the start of everything; for the history, if
 * they are of the past; and for a recorder that refuses. Whatever waits is in the outbox.
 *
 * <p>Used by the follower's thread only.
 */
final class DeploymentDebouncer {

    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration RECORDER_RETRY = Duration.ofSeconds(1);

    /** So many quiet times may a series of creations last. */
    private static final int MOST_QUIETS = 12;

    private final DeploymentOutbox outbox;
    private final EventRecorder<DeploymentEvent> recorder;
    private final PastDeployments past;
    private final Ticker ticker;
    private final Duration quiet;
    private final List<Deployment> series = new ArrayList<>();
    private final Deque<DeploymentEvent> ready = new ArrayDeque<>();
    private Supplier<Set<String>> services = Set::of;
    private boolean engineReturned;
    private boolean changed;
    private long seriesBegan;
    private long lastTaken;

    /** @param quiet how long without another creation ends a series of them; zero: none is waited for */
    DeploymentDebouncer(
            DeploymentOutbox outbox,
            EventRecorder<DeploymentEvent> recorder,
            PastDeployments past,
            Ticker ticker,
            Duration quiet) {
        this.outbox = outbox;
        this.recorder = recorder;
        this.past = past;
        this.ticker = ticker;
        this.quiet = quiet;
    }

    /** Rows of an earlier process, to be recorded as they are. */
    void takeOver(List<DeploymentEvent> rows) {
        rows.stream().filter(row -> !past.takeAnyhow(row)).forEach(ready::add);
    }

    /** Takes a deployment; {@code allServices} tells which have a container. */
    void take(Deployment deployment, Supplier<Set<String>> allServices) {
        changed = true;
        services = allServices;
        if (!deployment.open() || quiet.isZero()) {
            decided(deployment.row());
            return;
        }
        long now = ticker.nanos();
        if (series.isEmpty()) {
            seriesBegan = now;
        }
        lastTaken = now;
        series.add(deployment);
        if (isDecided(deployment)) {
            decided(deployment.row());
        }
    }

    /** The engine was away: what is created from now on until it is quiet may be because of that. */
    void engineReturned() {
        engineReturned = true;
    }

    /** Something is known that was not before. */
    void stateChanged() {
        changed = true;
    }

    /**
     * Stores what changed, and records what is ready.
     *
     * @param trackerState makes the state to be stored with these rows
     * @return when to come again
     */
    Duration advance(Function<List<DeploymentEvent>, TrackerState> trackerState) {
        long now = ticker.nanos();
        Duration left = seriesLeft(now);
        if (!series.isEmpty() && left.isZero()) {
            endSeries();
        }
        past.takeAnswered().ifPresent(released -> {
            ready.addAll(released);
            changed = true;
        });
        note(trackerState);
        boolean refused = !record();
        outbox.flush();
        Duration wait = series.isEmpty() ? IDLE : seriesLeft(now);
        return refused && wait.compareTo(RECORDER_RETRY) > 0 ? RECORDER_RETRY : wait;
    }

    /**
     * Records what waits, as it is; what waits for the history stays in the outbox, for the next process.
     *
     * @param trackerState makes the state to be stored with these rows
     */
    void close(Function<List<DeploymentEvent>, TrackerState> trackerState) {
        endSeries();
        note(trackerState);
        record();
        outbox.flush();
    }

    private void note(Function<List<DeploymentEvent>, TrackerState> trackerState) {
        if (changed) {
            outbox.note(trackerState.apply(rows()));
            changed = false;
        }
    }

    private void decided(DeploymentEvent row) {
        if (!past.take(row)) {
            ready.add(row);
        }
    }

    private boolean record() {
        while (!ready.isEmpty()) {
            DeploymentEvent row = ready.peek();
            outbox.leaving(row); // before, since the spool may have it before the recorder returns
            if (!recorder.record(row)) {
                outbox.refused(row);
                return false;
            }
            ready.remove();
        }
        return true;
    }

    private Duration seriesLeft(long now) {
        if (series.isEmpty()) {
            return Duration.ZERO;
        }
        long quietLeft = quiet.toNanos() - (now - lastTaken);
        long wholeLeft = quiet.toNanos() * MOST_QUIETS - (now - seriesBegan);
        return Duration.ofNanos(Math.max(0, Math.min(quietLeft, wholeLeft)));
    }

    private void endSeries() {
        List<DeploymentEvent> decided = FullStartupDetector.rows(series, services.get(), engineReturned);
        for (int i = 0; i < decided.size(); i++) {
            if (!isDecided(series.get(i))) {
                decided(decided.get(i));
                changed = true;
            }
        }
        series.clear();
        engineReturned = false;
    }

    private List<DeploymentEvent> rows() {
        List<DeploymentEvent> rows = new ArrayList<>(past.waiting());
        rows.addAll(ready);
        series.stream()
                .filter(deployment -> !isDecided(deployment))
                .map(Deployment::row)
                .forEach(rows::add);
        return rows;
    }

    /** A start of one is a start whatever follows. */
    private static boolean isDecided(Deployment deployment) {
        return deployment.row().trigger() == TriggerType.STARTUP;
    }
}
