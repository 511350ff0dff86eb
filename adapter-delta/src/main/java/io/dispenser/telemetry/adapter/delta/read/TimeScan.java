package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.core.table.TableTime;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads some columns of a span of time: only of files whose days and times reach into it. Memory: the names of a batch of
 * files.
 */
public final class TimeScan {

    /** The columns of our tables by which files are left out. */
    public static final String TIMESTAMP = "timestamp";

    private static final String DATE = "date";

    private TimeScan() {}

    /**
     * Gives the rows to {@code visitor}; some before or after the span may be among them.
     *
     * @param columns the columns that each row has, in this order
     * @param first the earliest time; rows that were rounded are found
     * @param last the latest time; null for no end
     */
    public static void read(
            Engine engine,
            Snapshot snapshot,
            StructType columns,
            Instant first,
            @Nullable Instant last,
            Consumer<Row> visitor)
            throws IOException {
        Scan scan = snapshot.getScanBuilder()
                .withReadSchema(columns)
                .withFilter(within(snapshot, first, last))
                .build();
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

    private static Predicate within(Snapshot snapshot, Instant first, @Nullable Instant last) {
        Column time = new Column(TIMESTAMP);
        Predicate within = new Predicate(">=", time, RowValues.literal(first.minus(TableTime.ROUNDING)));
        if (last != null) {
            within = new And(within, new Predicate("<=", time, RowValues.literal(last.plus(TableTime.ROUNDING))));
        }
        if (!snapshot.getPartitionColumnNames().contains(DATE)) {
            return within;
        }
        // A time that was rounded over midnight keeps its day.
        Column date = new Column(DATE);
        Predicate days = new Predicate(">=", date, RowValues.literal(day(first)));
        if (last != null) {
            days = new And(days, new Predicate("<=", date, RowValues.literal(day(last))));
        }
        return new And(days, within);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
