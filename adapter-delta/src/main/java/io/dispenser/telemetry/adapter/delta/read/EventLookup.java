package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TableTime;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which events a table lacks, by the columns of the table's {@linkplain TelemetryTable#identity identity}. Reads
 * those columns alone, and only of files whose days and times reach into those of the events. Memory: the events, and the
 * names of a batch of files.
 */
public final class EventLookup<E extends TelemetryEvent> {

    private final Engine engine;
    private final List<io.dispenser.telemetry.core.table.Column<E>> identity;
    private final String dayColumn;

    public EventLookup(TelemetryTable<E> table, Engine engine) {
        this.engine = engine;
        this.identity = table.identityColumns();
        this.dayColumn = table.partitionColumn();
    }

    /** Those of {@code events}, in their order, that {@code snapshot} lacks; what is given twice has to be there twice. */
    public List<E> absent(Snapshot snapshot, List<E> events) throws IOException {
        Map<List<@Nullable Object>, List<E>> wanted = new HashMap<>();
        for (E event : events) {
            wanted.computeIfAbsent(key(event), key -> new ArrayList<>()).add(event);
        }
        StructType schema = new StructType();
        for (var column : identity) {
            schema = schema.add(snapshot.getSchema().get(column.name()));
        }
        StructType read = schema;
        Comparator<E> byTime = Comparator.comparing(TelemetryEvent::timestamp);
        Instant first = Collections.min(events, byTime).timestamp();
        Instant last = Collections.max(events, byTime).timestamp();
        TimeScan.read(
                engine,
                snapshot,
                schema,
                dayColumn,
                first,
                last,
                Optional.empty(),
                row -> strikeOut(row, read, wanted));
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
            DataType type = schema.at(i).getDataType();
            if (row.isNullAt(i) && !(type instanceof StringType)) {
                return;
            }
            // An empty text in a column that the table is partitioned by is read as none.
            Object value = row.isNullAt(i) ? "" : RowValues.value(row, i, type);
            if (value instanceof Instant time) {
                times.add(time);
            } else {
                key.add(value);
            }
        }
        List<E> candidates = wanted.getOrDefault(key, List.of());
        if (!strikeOut(candidates, times, Instant::equals)) {
            strikeOut(candidates, times, TableTime::mayBe);
        }
    }

    private boolean strikeOut(List<E> candidates, List<Instant> found, BiPredicate<Instant, Instant> same) {
        for (Iterator<E> each = candidates.iterator(); each.hasNext(); ) {
            List<Instant> own = times(each.next());
            if (IntStream.range(0, own.size()).allMatch(i -> same.test(found.get(i), own.get(i)))) {
                each.remove();
                return true;
            }
        }
        return false;
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
}
