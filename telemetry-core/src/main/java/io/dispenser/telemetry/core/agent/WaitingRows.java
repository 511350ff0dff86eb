package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Where rows wait: for the history, if they are of the past; and for a recorder that refuses. Whatever waits is in the outbox.
 *
 * <p>Used by the follower's thread only.
 */
final class WaitingRows {

    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration RECORDER_RETRY = Duration.ofSeconds(1);

    private final DeploymentOutbox outbox;
    private final EventRecorder<DeploymentEvent> recorder;
    private final PastDeployments past;
    private final Deque<DeploymentEvent> ready = new ArrayDeque<>();
    private boolean changed;

    WaitingRows(DeploymentOutbox outbox, EventRecorder<DeploymentEvent> recorder, PastDeployments past) {
        this.outbox = outbox;
        this.recorder = recorder;
        this.past = past;
    }

    /** Rows of an earlier process, to be recorded as they are. */
    void takeOver(List<DeploymentEvent> rows) {
        rows.stream().filter(row -> !past.takeAnyhow(row)).forEach(ready::add);
    }

    /** Takes a row. */
    void take(DeploymentEvent row) {
        changed = true;
        if (!past.take(row)) {
            ready.add(row);
        }
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
        past.takeAnswered().ifPresent(released -> {
            ready.addAll(released);
            changed = true;
        });
        note(trackerState);
        boolean refused = !record();
        outbox.flush();
        return refused ? RECORDER_RETRY : IDLE;
    }

    /**
     * Records what waits, as it is; what waits for the history stays in the outbox, for the next process.
     *
     * @param trackerState makes the state to be stored with these rows
     */
    void close(Function<List<DeploymentEvent>, TrackerState> trackerState) {
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

    private boolean record() {
        while (!ready.isEmpty()) {
            DeploymentEvent row = ready.peek();
            if (TelemetryTables.DEPLOYMENTS.problem(row).isPresent()) {
                recorder.record(row); // which refuses it for good, and says why
                ready.remove();
                changed = true;
                continue;
            }
            outbox.leaving(row); // before, since the spool may have it before the recorder returns
            if (!recorder.record(row)) {
                outbox.refused(row);
                return false;
            }
            ready.remove();
        }
        return true;
    }

    private List<DeploymentEvent> rows() {
        List<DeploymentEvent> rows = new ArrayList<>(past.waiting());
        rows.addAll(ready);
        return rows;
    }
}
