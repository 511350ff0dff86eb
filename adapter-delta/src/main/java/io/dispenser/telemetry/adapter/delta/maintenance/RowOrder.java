package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.table.ColumnType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order of rows in a compacted file: by service, then by timestamp, as far as the table has them; nulls first. */
final class RowOrder implements Comparator<@Nullable Object[]> {

    private static final String SERVICE = "service";
    private static final String TIMESTAMP = "timestamp";

    /** Notes in the log that a file's rows are in this order. */
    static final Map<String, String> TAGS = Map.of("dispenser.sortedBy", SERVICE + "," + TIMESTAMP);

    private final int service;
    private final int timestamp;

    RowOrder(List<FileColumn> columns) {
        this.service = index(columns, SERVICE, ColumnType.STRING);
        this.timestamp = index(columns, TIMESTAMP, ColumnType.TIMESTAMP);
    }

    @Override
    public int compare(@Nullable Object[] left, @Nullable Object[] right) {
        if (service >= 0) {
            int order = compareNullable(left[service], right[service]);
            if (order != 0) {
                return order;
            }
        }
        return timestamp < 0 ? 0 : compareNullable(left[timestamp], right[timestamp]);
    }

    private static int compareNullable(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return left instanceof byte[] utf8
                ? Arrays.compareUnsigned(utf8, (byte[]) right)
                : Long.compare((long) left, (long) right);
    }

    private static int index(List<FileColumn> columns, String name, ColumnType type) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name) && columns.get(i).type() == type) {
                return i;
            }
        }
        return -1;
    }
}
