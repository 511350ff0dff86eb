package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.dispenser.telemetry.adapter.delta.kernel.PartitionValues;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.log.UnsupportedWriterFeatures;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of our table's definition fit into a table as it is.
 *
 * <p>We never change a table's schema, so a table made by somebody else may have more or fewer columns: a nullable column that
 * we don't know stays out of our files, which readers take for null, and a nullable column of ours that the table doesn't
 * have is left out. It may be partitioned by any of our columns, or not at all. Everything else is a problem.
 *
 * @param columns the columns of our data files, in the table's order: all but those that the table is partitioned by
 * @param partitions the columns that the table is partitioned by, in its order
 * @param problems what does not fit, each in one sentence; empty if rows can be written
 */
public record RowLayout<E extends TelemetryEvent>(
        List<Column<E>> columns, List<PartitionColumn<E>> partitions, List<String> problems) {

    /**
     * A column that the table is partitioned by.
     *
     * @param nullable whether the table takes no value for it
     */
    record PartitionColumn<E>(Column<E> column, DataType type, boolean nullable) {

        Literal literal(E event) {
            return PartitionValues.literal(type, column.checkedValue(event), nullable);
        }
    }

    public static <E extends TelemetryEvent> RowLayout<E> of(TelemetryTable<E> table, Snapshot snapshot) {
        StructType schema = snapshot.getSchema();
        List<String> problems = new ArrayList<>();
        if (UnsupportedWriterFeatures.isClustered(snapshot)) {
            problems.add(
                    "it is clustered (feature clustering), where a table that is partitioned, or neither, is expected");
        }
        List<PartitionColumn<E>> partitions = new ArrayList<>();
        for (String name : snapshot.getPartitionColumnNames()) {
            StructField there = schema.get(name);
            own(table, name)
                    .ifPresentOrElse(
                            column -> partitions.add(
                                    new PartitionColumn<>(column, there.getDataType(), there.isNullable())),
                            () -> problems.add("it is partitioned by " + name + ", a column that is not documented, so"
                                    + " there is no value for it, and no partition for any row"));
        }
        for (Column<E> column : table.columns()) {
            addProblems(column, schema, problems);
        }
        List<Column<E>> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            Optional<Column<E>> ours = own(table, field.getName());
            if (ours.isEmpty() && !field.isNullable()) {
                problems.add("it has a column " + field.getName() + " of type " + described(field.getDataType(), false)
                        + ", for which there is no value");
            }
            if (!snapshot.getPartitionColumnNames().contains(field.getName())) {
                ours.ifPresent(columns::add);
            }
        }
        return new RowLayout<>(List.copyOf(columns), List.copyOf(partitions), List.copyOf(problems));
    }

    private static void addProblems(Column<?> column, StructType schema, List<String> problems) {
        DataType wanted = TableMetadata.delta(column.type());
        if (schema.indexOf(column.name()) < 0) {
            if (!column.nullable()) {
                problems.add("it has no column " + column.name() + ", which should be " + described(wanted, false));
            }
            return;
        }
        StructField there = schema.get(column.name());
        if (!there.getDataType().equals(wanted) || (column.nullable() && !there.isNullable())) {
            problems.add("column " + column.name() + " is " + described(there.getDataType(), there.isNullable())
                    + " where " + described(wanted, column.nullable()) + " is expected");
        }
    }

    private static <E extends TelemetryEvent> Optional<Column<E>> own(TelemetryTable<E> table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    /** The names of the columns for which there are values. */
    public Set<String> names() {
        return Stream.concat(columns.stream(), partitions.stream().map(PartitionColumn::column))
                .map(Column::name)
                .collect(Collectors.toSet());
    }

    /** Whether rows become the same files in both. */
    boolean isSame(RowLayout<E> other) {
        return columns.equals(other.columns) && partitions.equals(other.partitions);
    }

    /** The values of the columns that the table is partitioned by; nothing in a table that isn't. */
    Map<String, Literal> partitionOf(E event) {
        Map<String, Literal> values = new HashMap<>();
        partitions.forEach(partition -> values.put(partition.column().name(), partition.literal(event)));
        return values;
    }

    /** What is equal for events of the same partition, and for no others. */
    List<@Nullable Object> partitionKey(E event) {
        List<@Nullable Object> key = new ArrayList<>();
        partitions.forEach(partition -> key.add(partition.literal(event).getValue()));
        return key;
    }

    private static String described(DataType type, boolean nullable) {
        return type + (nullable ? "" : " not null");
    }
}
