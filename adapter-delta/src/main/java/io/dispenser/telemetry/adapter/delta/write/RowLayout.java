package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.Snapshot;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the rows of our table's definition fit into a table as it is.
 *
 * <p>We never change a table's schema, so a table made by somebody else may have more or fewer columns: a nullable column that
 * we don't know stays out of our files, which readers take for null, and a nullable column of ours that the table doesn't
 * have is left out. Everything else is a problem.
 *
 * @param columns the columns of our data files, in the table's order: all but the partition column
 * @param problems what does not fit, each in one sentence; empty if rows can be written
 */
public record RowLayout<E extends TelemetryEvent>(List<Column<E>> columns, List<String> problems) {

    public static <E extends TelemetryEvent> RowLayout<E> of(TelemetryTable<E> table, Snapshot snapshot) {
        StructType schema = snapshot.getSchema();
        List<String> problems = new ArrayList<>();
        List<String> partitions = snapshot.getPartitionColumnNames();
        if (!partitions.equals(List.of(table.partitionColumn()))) {
            String clustered = SnapshotFacts.features(snapshot).contains("clustering")
                    ? "clustered (feature clustering), and "
                    : "";
            problems.add("it is " + clustered + "partitioned by "
                    + (partitions.isEmpty() ? "nothing" : String.join(", ", partitions)) + " where "
                    + table.partitionColumn() + " is expected");
        }
        for (Column<E> column : table.columns()) {
            if (schema.indexOf(column.name()) < 0) {
                if (!column.nullable()) {
                    problems.add("it has no column " + column.name() + ", which should be "
                            + described(TableMetadata.delta(column.type()), false));
                }
                continue;
            }
            StructField there = schema.get(column.name());
            DataType wanted = TableMetadata.delta(column.type());
            if (!there.getDataType().equals(wanted) || (column.nullable() && !there.isNullable())) {
                problems.add("column " + column.name() + " is "
                        + described(there.getDataType(), there.isNullable()) + " where "
                        + described(wanted, column.nullable()) + " is expected");
            }
        }
        List<Column<E>> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            List<Column<E>> ours = table.columns().stream()
                    .filter(column -> column.name().equals(field.getName()))
                    .toList();
            if (ours.isEmpty() && !field.isNullable()) {
                problems.add("it has a column " + field.getName() + " of type " + described(field.getDataType(), false)
                        + ", for which there is no value");
            }
            if (!field.getName().equals(table.partitionColumn())) {
                columns.addAll(ours);
            }
        }
        return new RowLayout<>(List.copyOf(columns), List.copyOf(problems));
    }

    /** The names of the columns for which there are values. */
    public Set<String> names() {
        return columns.stream().map(Column::name).collect(Collectors.toSet());
    }

    private static String described(DataType type, boolean nullable) {
        return type + (nullable ? "" : " not null");
    }
}
