package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
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
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.kernel.PartitionValues;
import io.dispenser.telemetry.adapter.delta.log.UnsupportedWriterFeatures;
import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.table.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as compaction sees it, whoever made it: columns of types that are rewritten here, partitioned by any of them or not
 * at all.
 *
 * @param partitionColumns the columns that it is partitioned by, in its order
 * @param columns the columns of its data files
 * @param schema the same for Kernel
 * @param order what the rows of compacted files are sorted by
 * @param problems why its data files can't be rewritten, each in one sentence; empty if they can
 */
public record TableLayout(
        List<StructField> partitionColumns,
        List<FileColumn> columns,
        StructType schema,
        RowOrder order,
        List<String> problems) {

    public static TableLayout of(Snapshot snapshot) {
        List<String> problems = new ArrayList<>();
        List<String> partitions = snapshot.getPartitionColumnNames();
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
        return new TableLayout(
                partitions.stream().map(snapshot.getSchema()::get).toList(),
                List.copyOf(columns),
                schema,
                order,
                List.copyOf(problems));
    }

    /** The column of days that a table is partitioned by, the first if there are several; null if there is none. */
    static @Nullable String dayColumn(Snapshot snapshot) {
        return dayColumn(snapshot.getPartitionColumnNames().stream()
                .map(snapshot.getSchema()::get)
                .toList());
    }

    /** The column of days, if the table is partitioned by that alone; null otherwise. */
    public static @Nullable String onlyDayColumn(Snapshot snapshot) {
        return snapshot.getPartitionColumnNames().size() == 1 ? dayColumn(snapshot) : null;
    }

    private static @Nullable String dayColumn(List<StructField> partitionColumns) {
        return partitionColumns.stream()
                .filter(column -> column.getDataType() instanceof DateType)
                .map(StructField::getName)
                .findFirst()
                .orElse(null);
    }

    /** The partition that a file belongs to; empty if its values in the log are no values of these columns. */
    Optional<TablePartition> partitionOf(LogFile file) {
        return literals(file.partition()).isEmpty()
                ? Optional.empty()
                : Optional.of(TablePartition.of(
                        partitionColumns.stream().map(StructField::getName).toList(),
                        dayColumn(partitionColumns),
                        file.partition()));
    }

    /** A partition's values; empty if they are no values of these columns. */
    Optional<Map<String, Literal>> literals(Map<String, @Nullable String> inLog) {
        Map<String, Literal> literals = new HashMap<>();
        for (StructField column : partitionColumns) {
            Optional<Literal> value = PartitionValues.parsed(column.getDataType(), inLog.get(column.getName()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            literals.put(column.getName(), value.get());
        }
        return Optional.of(literals);
    }

    /** A condition that the files of a partition meet, and perhaps some of others. */
    Optional<Predicate> filter(Map<String, Literal> partition) {
        Optional<Predicate> filter = Optional.empty();
        for (StructField column : partitionColumns) {
            Literal value = partition.get(column.getName());
            DataType type = column.getDataType();
            if (value != null && value.getValue() != null && (type instanceof DateType || type instanceof StringType)) {
                Predicate same = new Predicate("=", new Column(column.getName()), value);
                filter = Optional.of(filter.isPresent() ? new And(filter.get(), same) : same);
            }
        }
        return filter;
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
