package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our types, columns and retention in Delta's terms. */
public final class TableMetadata {

    /** A table's log of this many commits is gathered in a checkpoint. */
    public static final int CHECKPOINT_INTERVAL = 100;

    public static final String TARGET_FILE_SIZE = "delta.targetFileSize";

    /**
     * How long the number of a writer is remembered that writes no more. Each agent that was ever installed has one, and a table
     * whose hosts come and go would have more of them than files.
     */
    public static final Duration TRANSACTION_RETENTION = Duration.ofDays(30);

    private static final String TRANSACTION_RETENTION_KEY = "delta.setTransactionRetentionDuration";

    /** Marks the tables that this program created. */
    public static final String CREATED_BY = "dispenser.createdBy";

    /** The names of the columns that a compaction sorts rows by, with commas between them. */
    public static final String SORT_BY = "dispenser.sortBy";

    private TableMetadata() {}

    public static DataType delta(ColumnType type) {
        return switch (type) {
            case DATE -> DateType.DATE;
            case TIMESTAMP -> TimestampType.TIMESTAMP;
            case STRING -> StringType.STRING;
            case LONG -> LongType.LONG;
            case INTEGER -> IntegerType.INTEGER;
            case DOUBLE -> DoubleType.DOUBLE;
            case BOOLEAN -> BooleanType.BOOLEAN;
        };
    }

    public static StructType schema(TelemetryTable<?> table) {
        StructType schema = new StructType();
        for (Column<?> column : table.columns()) {
            FieldMetadata comment = FieldMetadata.builder()
                    .putString("comment", column.description())
                    .build();
            schema = schema.add(new StructField(column.name(), delta(column.type()), column.nullable(), comment));
        }
        return schema;
    }

    /** The properties of a new table that Kernel writes. */
    public static Map<String, String> properties(TelemetryTable<?> table) {
        return Map.of(
                "delta.logRetentionDuration", interval(table.logRetention()),
                "delta.deletedFileRetentionDuration", interval(table.deletedFileRetention()),
                "delta.enableExpiredLogCleanup", "true",
                "delta.checkpointInterval", Integer.toString(CHECKPOINT_INTERVAL));
    }

    /** The properties of a new table that Kernel refuses, because it has no use for them. */
    public static Map<String, String> foreignProperties(TelemetryTable<?> table) {
        Map<String, String> properties = new HashMap<>();
        properties.put(TARGET_FILE_SIZE, Long.toString(table.targetFileSizeBytes()));
        properties.put(TRANSACTION_RETENTION_KEY, interval(TRANSACTION_RETENTION));
        properties.put(CREATED_BY, "dispenser-telemetry");
        if (!table.sortBy().isEmpty() && !table.sortBy().equals(TelemetryTable.DEFAULT_SORT_BY)) {
            properties.put(SORT_BY, String.join(",", table.sortBy()));
        }
        return properties;
    }

    /** The names of the columns that a table's rows are sorted by, as its properties say it; empty if they don't. */
    public static List<String> sortBy(Map<String, String> properties) {
        return Arrays.stream(properties.getOrDefault(SORT_BY, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Delta's notation, in the largest unit that is exact. The word {@code interval} is needed: delta-rs insists on it. */
    static String interval(Duration duration) {
        if (duration.toSeconds() % 86_400 == 0) {
            return "interval " + duration.toDays() + " days";
        }
        return "interval " + duration.toSeconds() + " seconds";
    }
}
