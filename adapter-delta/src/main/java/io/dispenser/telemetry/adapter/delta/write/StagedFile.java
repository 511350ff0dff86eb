package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.utils.DataFileStatus;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.parquet.DataFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileEncoder;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A data file on its way into the table, as the log will tell of it.
 *
 * @param path as Kernel calls it
 * @param partition the values of the columns that the table is partitioned by
 */
public record StagedFile(
        String path, Map<String, Literal> partition, long size, long rows, DataFileStatistics statistics) {

    /** A place in the table for a file that was encoded. */
    public static StagedFile of(DataFile file, Map<String, Literal> partition, StagingContext staging) {
        DataWriteContext context = staging.of(partition);
        Set<Column> wanted = new HashSet<>(context.getStatisticsColumns());
        return new StagedFile(
                TablePaths.newDataFile(context.getTargetDirectory(), DataFileEncoder.CODEC),
                partition,
                file.content().length,
                file.rows(),
                file.statisticsOf(wanted));
    }

    /**
     * Gives {@code taker} what adds the file to the table.
     *
     * @param at the time of the file
     */
    public void actions(Instant at, StagingContext staging, Consumer<Row> taker) throws IOException {
        staging.add(new DataFileStatus(path, size, at.toEpochMilli(), Optional.of(statistics)), partition, taker);
    }
}
