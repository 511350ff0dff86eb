package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Whether a table that has no number of a writer may have had one, and the batches with it. Tables forget the numbers of writers
 * that have been silent for long, in any program's checkpoints: a batch that was committed, of a host that was away for so long
 * before it could take note, looks like one that never was. Only its rows tell then.
 *
 * <p>A batch is made of events that have happened: one whose events are young is younger than what tables forget. Half of the
 * time that a table remembers is left for clocks that differ.
 */
public final class ForgottenNumbers {

    private ForgottenNumbers() {}

    /**
     * Whether events may be in the table though it has no number of their writer.
     *
     * @param times theirs
     * @param now what {@link LatestSnapshot#now} says
     */
    public static boolean mayHide(Snapshot snapshot, Stream<Instant> times, Instant now) {
        // Where a table remembers for ever, it may not have done so before somebody changed that.
        Duration sure = SnapshotFacts.transactionRetention(snapshot)
                .orElse(TableMetadata.TRANSACTION_RETENTION)
                .dividedBy(2);
        return times.anyMatch(time -> Duration.between(time, now).abs().compareTo(sure) > 0);
    }
}
