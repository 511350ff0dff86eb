package io.dispenser.telemetry.adapter.delta;

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
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which events a table lacks, by the columns of the table's {@linkplain TelemetryTable#identity identity}. Reads
 * those columns alone, and only of files whose days and times reach into those of the events. Memory: the events, and the
 * names of a batch of files.
 */
final class EventLookup<E extends TelemetryEvent> {

    private static final String TIMESTAMP = "timestamp";

    /** Some engines' rewrites round a table's times to milliseconds: Trino's OPTIMIZE does. */
    private static final Duration ROUNDING = Duration.ofMillis(1);

    private final TelemetryTable<E> table;
    private final Engine engine;
    private final List<io.dispenser.telemetry.core.table.Column<E>> identity;

    EventLookup(TelemetryTable<E> table, Engine engine) {
        this.table = table;
        this.engine = engine;
        this.identity = table.identityColumns();
    }

    /** Those of {@code events}, in their order, that {@code snapshot} lacks; what is given twice has to be there twice. */
    List<E> absent(Snapshot snapshot, List<E> events) throws IOException {
        Map<List<@Nullable Object>, List<E>> wanted = new HashMap<>();
        for (E event : events) {
            wanted.computeIfAbsent(key(event), key -> new ArrayList<>()).add(event);
        }
        StructType schema = new StructType();
        for (var column : identity) {
            schema = schema.add(snapshot.getSchema().get(column.name()));
        }
        Scan scan = snapshot.getScanBuilder()
                .withReadSchema(schema)
                .withFilter(within(snapshot, events))
                .build();
        StructType read = schema;
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        ScanFiles.read(engine, scan, files.next(), row -> strikeOut(row, read, wanted));
                    }
                }
            }
        }
        List<E> left = new ArrayList<>();
        for (E event : events) {
            List<E> same = wanted.getOrDefault(key(event), List.of());
            if (!same.isEmpty() && same.get(0) == event) {
                left.add(same.remove(0));
            }
        }
        return List.copyOf(left);
    }

    private void strikeOut(Row row, StructType schema, Map<List<@Nullable Object>, List<E>> wanted) {
        List<@Nullable Object> key = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < identity.size(); i++) {
            if (row.isNullAt(i)) {
                return;
            }
            Object value = RowValues.value(row, i, schema.at(i).getDataType());
            if (value instanceof Instant time) {
                times.add(time);
            } else {
                key.add(value);
            }
        }
        List<E> candidates = wanted.getOrDefault(key, List.of());
        if (!candidates.isEmpty() && !strikeOut(candidates, times, Duration.ZERO) && isRounded(times)) {
            strikeOut(candidates, times, ROUNDING);
        }
    }

    private boolean strikeOut(List<E> candidates, List<Instant> times, Duration tolerance) {
        for (Iterator<E> each = candidates.iterator(); each.hasNext(); ) {
            List<Instant> own = times(each.next());
            boolean same = true;
            for (int i = 0; i < own.size(); i++) {
                Duration apart = Duration.between(own.get(i), times.get(i)).abs();
                same &= apart.isZero() || apart.compareTo(tolerance) < 0;
            }
            if (same) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    private static boolean isRounded(List<Instant> times) {
        return times.stream().allMatch(time -> time.equals(time.truncatedTo(ChronoUnit.MILLIS)));
    }

    /** The values that must be equal to the letter: all but times. */
    private List<@Nullable Object> key(E event) {
        List<@Nullable Object> key = new ArrayList<>();
        for (var column : identity) {
            if (column.type() != ColumnType.TIMESTAMP) {
                key.add(column.value(event));
            }
        }
        return key;
    }

    private List<Instant> times(E event) {
        List<Instant> times = new ArrayList<>();
        for (var column : identity) {
            if (column.type() == ColumnType.TIMESTAMP && column.value(event) instanceof Instant time) {
                times.add(time);
            }
        }
        return times;
    }

    private Predicate within(Snapshot snapshot, List<E> events) {
        Comparator<E> byTime = Comparator.comparing(TelemetryEvent::timestamp);
        E earliest = Collections.min(events, byTime);
        E latest = Collections.max(events, byTime);
        Instant first = earliest.timestamp();
        Instant last = latest.timestamp();
        Predicate times = new And(
                new Predicate(">=", new Column(TIMESTAMP), RowValues.literal(first.minus(ROUNDING))),
                new Predicate("<=", new Column(TIMESTAMP), RowValues.literal(last.plus(ROUNDING))));
        if (!snapshot.getPartitionColumnNames().contains(table.partitionColumn())) {
            return times;
        }
        Column date = new Column(table.partitionColumn());
        // A time that was rounded over midnight keeps its day.
        Predicate days = new And(
                new Predicate(">=", date, RowValues.literal(earliest.date())),
                new Predicate("<=", date, RowValues.literal(latest.date())));
        return new And(days, times);
    }
}
