package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.kernel.ExpiredActions;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long files are kept that the table doesn't need any more: as long as the table asks for, and never shorter than a floor.
 *
 * <p>The floor is there for those who are under way. A writer that loaded the table before may be about to commit a data file
 * that no version names yet, or to put a commit whose name a cleaned log would have made free again; a reader may hold on to a
 * version that others have replaced since. None of them takes hours, whatever a table's properties say: a retention of zero
 * is set by people who want their disk back, not by people who want readers to fail.
 *
 * @param floor the shortest time that anything is kept
 */
public record Retention(Duration floor) {

    public static final Retention DEFAULT = new Retention(Duration.ofHours(6));

    /** How long data files are kept that the table no longer has. */
    public Duration ofDeletedFiles(Snapshot snapshot) {
        return atLeastFloor(SnapshotFacts.deletedFileRetention(snapshot));
    }

    /** How long files of the log are kept that a checkpoint has made needless; empty if the table asks to keep them for ever. */
    public Optional<Duration> ofLog(Snapshot snapshot) {
        return SnapshotFacts.logRetention(snapshot).map(this::atLeastFloor);
    }

    /** What a checkpoint that is written {@code now} leaves out. */
    ExpiredActions expired(Snapshot snapshot, Instant now) {
        return new ExpiredActions(
                now.minus(ofDeletedFiles(snapshot)),
                SnapshotFacts.transactionRetention(snapshot)
                        .map(this::atLeastFloor)
                        .map(now::minus));
    }

    private Duration atLeastFloor(Duration wanted) {
        return wanted.compareTo(floor) < 0 ? floor : wanted;
    }
}
