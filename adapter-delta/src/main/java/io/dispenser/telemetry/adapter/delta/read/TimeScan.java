package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.core.table.TableTime;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads some columns of a span of time: only of files whose days and times reach into it. Memory: the names of a batch of
 * files.
 */
public final class TimeScan {

    /** The column by which files are left out, where a table has it. */
    public static final String TIMESTAMP = TelemetryTable.TIMESTAMP;

    private TimeScan() {}

    /**
     * Gives the rows to {@code visitor}; some before or after the span may be among them.
     *
     * @param columns the columns that each row has, in this order
     * @param dayColumn the column of days by which files are left out, if it is the one that the table is partitioned by
     * @param first the earliest time; rows that were rounded are found
     * @param last the latest time; null for no end
     * @param further another condition by which files are left out, if there is one
     */
    public static void read(
            Engine engine,
            Snapshot snapshot,
            StructType columns,
            String dayColumn,
            Instant first,
            @Nullable Instant last,
            Optional<Predicate> further,
            Consumer<Row> visitor)
            throws IOException {
        ScanBuilder builder = snapshot.getScanBuilder().withReadSchema(columns);
        Optional<Predicate> filter = Stream.concat(within(snapshot, dayColumn, first, last).stream(), further.stream())
                .reduce(And::new);
        Scan scan = filter.isPresent() ? builder.withFilter(filter.get()).build() : builder.build();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        ScanFiles.read(engine, scan, files.next(), visitor);
                    }
                }
            }
        }
    }

    /**
     * The condition by which files are left out that have no rows from {@code first} to {@code last}; empty if neither times nor
     * days of the table say so.
     */
    public static Optional<Predicate> within(
            Snapshot snapshot, String dayColumn, Instant first, @Nullable Instant last) {
        Optional<Predicate> within = Optional.empty();
        StructType schema = snapshot.getSchema();
        int time = schema.indexOf(TIMESTAMP);
        if (time >= 0 && schema.at(time).getDataType() instanceof TimestampType) {
            within = Optional.of(between(
                    TIMESTAMP,
                    RowValues.literal(first.minus(TableTime.ROUNDING)),
                    last == null ? null : RowValues.literal(last.plus(TableTime.ROUNDING))));
        }
        if (!snapshot.getPartitionColumnNames().contains(dayColumn)) {
            return within;
        }
        // A time that was rounded over midnight keeps its day.
        Predicate days =
                between(dayColumn, RowValues.literal(day(first)), last == null ? null : RowValues.literal(day(last)));
        return Optional.of(within.isPresent() ? new And(days, within.get()) : days);
    }

    private static Predicate between(String column, Literal from, @Nullable Literal to) {
        Predicate notBefore = new Predicate(">=", new Column(column), from);
        return to == null ? notBefore : new And(notBefore, new Predicate("<=", new Column(column), to));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
