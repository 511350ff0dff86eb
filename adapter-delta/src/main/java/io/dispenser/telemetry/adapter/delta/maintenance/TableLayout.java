package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Snapshot;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.adapter.delta.log.UnsupportedWriterFeatures;
import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table as compaction sees it, whoever made it: one date column that it is partitioned by, and columns of types that are
 * rewritten here.
 *
 * @param partitionColumn the date column
 * @param columns the columns of its data files
 * @param schema the same for Kernel
 * @param order what the rows of compacted files are sorted by
 * @param problems why its data files can't be rewritten, each in one sentence; empty if they can
 */
public record TableLayout(
        String partitionColumn, List<FileColumn> columns, StructType schema, RowOrder order, List<String> problems) {

    public static TableLayout of(Snapshot snapshot) {
        List<String> problems = new ArrayList<>();
        List<String> partitions = snapshot.getPartitionColumnNames();
        String partition = partitions.size() == 1 ? partitions.get(0) : "";
        if (partition.isEmpty() || !(snapshot.getSchema().get(partition).getDataType() instanceof DateType)) {
            problems.add("it is not partitioned by one date column");
        }
        problems.addAll(UnsupportedWriterFeatures.againstRewriting(snapshot));
        List<FileColumn> columns = new ArrayList<>();
        StructType schema = new StructType();
        for (StructField field : snapshot.getSchema().fields()) {
            if (partitions.contains(field.getName())) {
                continue;
            }
            schema = schema.add(field);
            Optional<ColumnType> type = type(field.getDataType());
            if (type.isPresent()) {
                columns.add(new FileColumn(field.getName(), type.get(), field.isNullable()));
            } else {
                problems.add("its column " + field.getName() + " is of type " + field.getDataType());
            }
        }
        RowOrder order = RowOrder.of(snapshot.getTableProperties(), columns);
        return new TableLayout(partition, List.copyOf(columns), schema, order, List.copyOf(problems));
    }

    private static Optional<ColumnType> type(DataType type) {
        if (type instanceof StringType) {
            return Optional.of(ColumnType.STRING);
        } else if (type instanceof LongType) {
            return Optional.of(ColumnType.LONG);
        } else if (type instanceof IntegerType) {
            return Optional.of(ColumnType.INTEGER);
        } else if (type instanceof TimestampType) {
            return Optional.of(ColumnType.TIMESTAMP);
        } else if (type instanceof DoubleType) {
            return Optional.of(ColumnType.DOUBLE);
        } else if (type instanceof BooleanType) {
            return Optional.of(ColumnType.BOOLEAN);
        } else if (type instanceof DateType) {
            return Optional.of(ColumnType.DATE);
        }
        return Optional.empty();
    }
}
