package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.adapter.delta.read.TimeScan;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of which rows are wanted, of many rows.
 *
 * @param columns the names of the columns, each with the type that it is wanted as
 * @param types their types, in the same order
 * @param from the first {@code timestamp} of interest
 * @param until the last one, or null for no end
 * @param equal texts that columns must be equal to; only files are left out by them, rows of others may be among those that are
 *     read
 */
public record ColumnQuery(
        List<String> columns,
        List<ColumnType> types,
        Instant from,
        @Nullable Instant until,
        Map<String, String> equal) {

    private static final String DAY = "date";

    public ColumnQuery {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
        equal = Map.copyOf(equal);
        if (columns.size() != types.size()) {
            throw new IllegalArgumentException(types.size() + " types for " + columns.size() + " columns");
        }
    }

    /**
     * Columns of a table of ours.
     *
     * @throws IllegalArgumentException if {@code table} defines no such column
     */
    public static ColumnQuery of(
            TelemetryTable<?> table,
            List<String> columns,
            Instant from,
            @Nullable Instant until,
            Map<String, String> equal) {
        List<ColumnType> types = new ArrayList<>();
        for (String name : columns) {
            types.add(table.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("table " + table.name() + " has no column " + name))
                    .type());
        }
        return new ColumnQuery(columns, types, from, until, equal);
    }

    /** The wanted columns that a table has. */
    StructType present(StructType schema) {
        StructType present = new StructType();
        for (int i = 0; i < columns.size(); i++) {
            int found = schema.indexOf(columns.get(i));
            if (found >= 0
                    && ColumnBatch.isReadable(types.get(i), schema.at(found).getDataType())) {
                present = present.add(schema.at(found));
            }
        }
        return present;
    }

    void require(StructType schema, String place) {
        requireType(schema, TimeScan.TIMESTAMP, TimestampType.TIMESTAMP, place);
        equal.keySet().forEach(column -> requireType(schema, column, StringType.STRING, place));
    }

    private static void requireType(StructType schema, String column, DataType type, String place) {
        if (schema.indexOf(column) < 0 || !schema.get(column).getDataType().equivalent(type)) {
            throw new IllegalArgumentException("the table in " + place + " has no " + type + " column " + column);
        }
    }

    /** The condition by which files are left out. */
    Optional<Predicate> condition(Snapshot snapshot) {
        Stream<Predicate> values = equal.entrySet().stream()
                .map(value -> new Predicate("=", new Column(value.getKey()), Literal.ofString(value.getValue())));
        return Stream.concat(TimeScan.within(snapshot, DAY, from, until).stream(), values)
                .reduce(And::new);
    }
}
