package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.adapter.delta.parquet.DataFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileEncoder;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
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
    public static StagedFile of(DataFile file, Map<String, Literal> partition, Transaction transaction, Engine engine) {
        DataWriteContext context = context(partition, transaction, engine);
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
    public void actions(Instant at, Transaction transaction, Engine engine, Consumer<Row> taker) throws IOException {
        DataFileStatus status = new DataFileStatus(path, size, at.toEpochMilli(), Optional.of(statistics));
        try (CloseableIterator<Row> rows = Transaction.generateAppendActions(
                engine,
                TableProperties.stateOf(transaction, engine),
                CloseableIterable.inMemoryIterable(CloseableIterators.of(List.of(status)))
                        .iterator(),
                context(partition, transaction, engine))) {
            rows.forEachRemaining(taker);
        }
    }

    private static DataWriteContext context(Map<String, Literal> partition, Transaction transaction, Engine engine) {
        return Transaction.getWriteContext(engine, TableProperties.stateOf(transaction, engine), partition);
    }
}
