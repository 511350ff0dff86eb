package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of rows in a compacted file: by the columns that the table's property {@value TableMetadata#SORT_BY} names, or, in a
 * table that has none such, by service, then by timestamp; as far as the table has them; nulls first.
 *
 * @param name what files that are in this order are tagged with: the names of the columns. Files of one name are in one order,
 *     so they can be merged.
 * @param keys where the values are and what they are, the first counting most
 */
public record RowOrder(String name, List<Key> keys) implements Comparator<@Nullable Object[]> {

    /** The tag that notes in the log what a file's rows are sorted by. */
    private static final String TAG = "dispenser.sortedBy";

    /** What rows were sorted by, of these types, before a table could say it. */
    private static final Map<String, ColumnType> DEFAULT_TYPES =
            Map.of("service", ColumnType.STRING, TelemetryTable.TIMESTAMP, ColumnType.TIMESTAMP);

    /** A value in a row. */
    public record Key(int index, ColumnType type) {}

    static RowOrder of(Map<String, String> tableProperties, List<FileColumn> columns) {
        List<Key> keys = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String name : TableMetadata.sortBy(tableProperties)) {
            int index = index(columns, name);
            if (index >= 0) {
                keys.add(new Key(index, columns.get(index).type()));
                names.add(name);
            }
        }
        return keys.isEmpty() ? byDefault(columns) : new RowOrder(String.join(",", names), List.copyOf(keys));
    }

    private static RowOrder byDefault(List<FileColumn> columns) {
        List<Key> keys = new ArrayList<>();
        for (String name : TelemetryTable.DEFAULT_SORT_BY) {
            int index = index(columns, name);
            if (index >= 0 && columns.get(index).type() == DEFAULT_TYPES.get(name)) {
                keys.add(new Key(index, columns.get(index).type()));
            }
        }
        return new RowOrder(String.join(",", TelemetryTable.DEFAULT_SORT_BY), List.copyOf(keys));
    }

    /** The tags of a file whose rows are in this order. */
    Map<String, String> tags() {
        return Map.of(TAG, name);
    }

    /** Whether a file with these tags is in this order. */
    boolean isOrderOf(Map<String, String> tags) {
        return name.equals(tags.get(TAG));
    }

    @Override
    public int compare(@Nullable Object[] left, @Nullable Object[] right) {
        for (Key key : keys) {
            int order = compare(key.type(), left[key.index()], right[key.index()]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(ColumnType type, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return switch (type) {
            case STRING -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
            case TIMESTAMP, LONG -> Long.compare((long) left, (long) right);
            case DATE, INTEGER -> Integer.compare((int) left, (int) right);
            case DOUBLE -> Double.compare((double) left, (double) right);
            case BOOLEAN -> Boolean.compare((boolean) left, (boolean) right);
        };
    }

    private static int index(List<FileColumn> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
