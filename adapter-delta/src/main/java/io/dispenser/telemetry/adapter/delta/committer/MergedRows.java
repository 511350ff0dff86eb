package io.dispenser.telemetry.adapter.delta.committer;

import static java.util.Objects.requireNonNull;

import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructField;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver.NumberedRows;
import io.dispenser.telemetry.adapter.delta.kernel.PartitionValues;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.parquet.DataFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileWriter;
import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.table.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.ParquetWriter;
import org.jspecify.annotations.Nullable;

/**
 * The rows of many writers as data files of the table, one for each of its partitions. A writer may know more columns than the
 * table has, or fewer, and so may the holder: what counts are the columns of its file and those of the table.
 */
final class MergedRows {

    private final List<StructField> fields;
    private final List<String> partitionColumns;

    /** @param snapshot the table as it is */
    MergedRows(Snapshot snapshot) {
        this.fields = snapshot.getSchema().fields();
        this.partitionColumns = snapshot.getPartitionColumnNames();
    }

    /** A data file, and the partition that it is for. */
    record Merged(DataFile file, Map<String, Literal> partition) {}

    /** What keeps the rows of a file from being rows of the table; empty if nothing does. */
    Optional<String> misfit(HandedOver batches) {
        List<FileColumn> columns = batches.columns();
        for (StructField field : fields) {
            if (batches.unread().contains(field.getName())) {
                return Optional.of("the table's column " + field.getName()
                        + " was handed over with values of a type that this version of the program does not know");
            }
            int index = index(columns, field.getName());
            if (index < 0) {
                if (!field.isNullable()) {
                    return Optional.of("the table's column " + field.getName()
                            + " may not be null, and the host that handed the rows over has no value for it");
                }
                continue;
            }
            DataType type = TableMetadata.delta(columns.get(index).type());
            if (!type.equals(field.getDataType()) || (columns.get(index).nullable() && !field.isNullable())) {
                return Optional.of("the table's column " + field.getName() + " is " + field.getDataType()
                        + (field.isNullable() ? "" : " not null") + " where " + type + " was handed over");
            }
        }
        return Optional.empty();
    }

    /** The files for the rows of a group, none of which is a misfit. */
    List<Merged> files(List<HandedOver> group) throws IOException {
        List<FileColumn> columns = new ArrayList<>();
        for (StructField field : fields) {
            Optional<ColumnType> known = group.stream()
                    .map(each -> index(each.columns(), field.getName()) < 0
                            ? null
                            : each.columns()
                                    .get(index(each.columns(), field.getName()))
                                    .type())
                    .filter(type -> type != null)
                    .findFirst();
            if (known.isPresent() && !partitionColumns.contains(field.getName())) {
                columns.add(new FileColumn(field.getName(), known.get(), field.isNullable()));
            }
        }
        Map<List<@Nullable Object>, Partition> partitions = new LinkedHashMap<>();
        try {
            for (HandedOver each : group) {
                add(each, columns, partitions);
            }
            List<Merged> merged = new ArrayList<>();
            for (Partition partition : partitions.values()) {
                merged.add(new Merged(partition.file.finish(), partition.values));
            }
            return merged;
        } catch (IOException | RuntimeException e) {
            for (Partition partition : partitions.values()) {
                partition.file.close();
            }
            throw e;
        }
    }

    private record Partition(DataFileWriter file, Map<String, Literal> values) {}

    private void add(HandedOver from, List<FileColumn> columns, Map<List<@Nullable Object>, Partition> partitions)
            throws IOException {
        int[] indexes = columns.stream()
                .mapToInt(column -> index(from.columns(), column.name()))
                .toArray();
        for (NumberedRows batch : from.batches()) {
            for (@Nullable Object[] row : batch.rows()) {
                Map<String, Literal> values = partition(from.columns(), row);
                List<@Nullable Object> key = new ArrayList<>();
                partitionColumns.forEach(
                        name -> key.add(requireNonNull(values.get(name)).getValue()));
                Partition partition = partitions.get(key);
                if (partition == null) {
                    partition = new Partition(new DataFileWriter(columns, ParquetWriter.DEFAULT_BLOCK_SIZE), values);
                    partitions.put(key, partition);
                }
                @Nullable Object[] ordered = new @Nullable Object[indexes.length];
                for (int i = 0; i < indexes.length; i++) {
                    ordered[i] = indexes[i] < 0 ? null : row[indexes[i]];
                }
                partition.file().write(ordered);
            }
        }
    }

    private Map<String, Literal> partition(List<FileColumn> columns, @Nullable Object[] row) {
        Map<String, Literal> values = new HashMap<>();
        for (StructField field : fields) {
            if (partitionColumns.contains(field.getName())) {
                int index = index(columns, field.getName());
                Object value = index < 0 ? null : told(columns.get(index).type(), row[index]);
                values.put(field.getName(), PartitionValues.literal(field.getDataType(), value, field.isNullable()));
            }
        }
        return values;
    }

    /** A value that a data file stores, as Java has it. */
    static @Nullable Object told(ColumnType type, @Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        return switch (type) {
            case DATE -> LocalDate.ofEpochDay((Integer) stored);
            case TIMESTAMP -> Instant.EPOCH.plus((Long) stored, ChronoUnit.MICROS);
            case STRING -> new String((byte[]) stored, StandardCharsets.UTF_8);
            default -> stored;
        };
    }

    private static int index(List<FileColumn> columns, String name) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).name().equals(name))
                .findFirst()
                .orElse(-1);
    }
}
