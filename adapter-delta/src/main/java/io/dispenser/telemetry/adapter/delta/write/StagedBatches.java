package io.dispenser.telemetry.adapter.delta.write;

import io.dispenser.telemetry.adapter.delta.log.OutdatedCommitException;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Batches whose data files are in the store and not yet in the table. The same batches that are written again use them again.
 *
 * @param names which batches, by their names
 * @param layout the columns that the files have
 * @param stagedAt when the first of them was written
 */
public record StagedBatches<E extends TelemetryEvent>(
        List<Name> names, RowLayout<E> layout, Instant stagedAt, List<StagedFile> files) {

    /**
     * What tells a batch apart from all others.
     *
     * @param events how many of its events: the table may have some already
     */
    record Name(String writerId, long number, int events) {}

    /**
     * Files of this age are written anew, also if only the commit is left to be put: this machine may have slept since. A vacuum of somebody else may remove files that no version of the table names,
     * once they are older than its retention, which is some hours at least.
     */
    private static final Duration MAX_AGE = Duration.ofHours(1);

    static List<Name> names(List<? extends Batch<?>> batches) {
        return batches.stream()
                .map(batch -> new Name(
                        batch.writerId(), batch.number(), batch.events().size()))
                .toList();
    }

    boolean serves(List<Batch<E>> batches, RowLayout<E> wanted, Instant now) {
        return names.equals(names(batches)) && layout.isSame(wanted) && isFresh(now);
    }

    /**
     * Makes sure that the files are certainly still there.
     *
     * @throws OutdatedCommitException if they may be gone by {@code now}
     */
    public void requireFresh(Instant now) {
        if (!isFresh(now)) {
            throw new OutdatedCommitException("the data files were written at " + stagedAt + ", and it is " + now);
        }
    }

    private boolean isFresh(Instant now) {
        return Duration.between(stagedAt, now).abs().compareTo(MAX_AGE) < 0;
    }

    public long rows() {
        return files.stream().mapToLong(StagedFile::rows).sum();
    }

    public long bytes() {
        return files.stream().mapToLong(StagedFile::size).sum();
    }
}
