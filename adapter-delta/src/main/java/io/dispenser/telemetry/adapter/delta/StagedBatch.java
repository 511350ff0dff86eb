package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A batch whose data files are in the store and not yet in the table. A batch that is written again uses them again.
 *
 * @param layout the columns that the files have
 * @param stagedAt when the first of them was written
 */
record StagedBatch<E extends TelemetryEvent>(
        String writerId, long number, RowLayout<E> layout, Instant stagedAt, List<StagedFile> files) {

    /**
     * A data file in the store.
     *
     * @param path as Kernel calls it
     */
    record StagedFile(String path, Literal partition, long size, long rows, DataFileStatistics statistics) {}

    /**
     * Files of this age are written anew: a vacuum of somebody else may remove files that no version of the table names,
     * once they are older than its retention, which is a day at least.
     */
    private static final Duration MAX_AGE = Duration.ofHours(1);

    boolean serves(Batch<E> batch, RowLayout<E> wanted, Instant now) {
        Duration age = Duration.between(stagedAt, now);
        return batch.number() == number
                && batch.writerId().equals(writerId)
                && layout.columns().equals(wanted.columns())
                && age.abs().compareTo(MAX_AGE) < 0;
    }

    long rows() {
        return files.stream().mapToLong(StagedFile::rows).sum();
    }

    long bytes() {
        return files.stream().mapToLong(StagedFile::size).sum();
    }
}
