package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.table.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory that are put in order. They are held by columns, numbers as numbers: as an object for each row and each value
 * they would take four times as much, and the collector would walk through all of them again and again.
 */
final class SortBuffer {

    private static final int CHUNK = 4096;

    /** What a row takes for its place in the order, twice while it is sorted. */
    private static final long PLACE_BYTES = 2 * Integer.BYTES;

    /** Takes a row; the array is used again. */
    @FunctionalInterface
    interface Taker {
        void take(@Nullable Object[] row) throws IOException;
    }

    private final List<Column> columns;
    private final RowOrder order;
    private int size;

    SortBuffer(List<FileColumn> columns, RowOrder order) {
        this.columns = columns.stream().map(column -> new Column(column.type())).toList();
        this.order = order;
    }

    void add(@Nullable Object[] row) {
        for (int i = 0; i < row.length; i++) {
            columns.get(i).set(size, row[i]);
        }
        size++;
    }

    int size() {
        return size;
    }

    /** About how much memory the rows take, without their texts. */
    long bytes() {
        return size
                * (PLACE_BYTES + columns.stream().mapToLong(Column::rowBytes).sum());
    }

    /** Gives all rows in order; those that are alike in the order in which they came. */
    void sorted(Taker taker) throws IOException {
        int[] places = new int[size];
        Arrays.setAll(places, place -> place);
        sort(places.clone(), places, 0, size);
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int place : places) {
            for (int i = 0; i < row.length; i++) {
                row[i] = columns.get(i).get(place);
            }
            taker.take(row);
        }
    }

    /** Merges the halves of {@code from} into {@code to}, which hold the same from {@code begin} to {@code end}. */
    private void sort(int[] from, int[] to, int begin, int end) {
        if (end - begin < 2) {
            return;
        }
        int middle = (begin + end) >>> 1;
        sort(to, from, begin, middle);
        sort(to, from, middle, end);
        if (compare(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, begin, to, begin, end - begin); // files hold rows that are in order already
            return;
        }
        int left = begin;
        int right = middle;
        for (int at = begin; at < end; at++) {
            boolean takeLeft = right == end || (left < middle && compare(from[left], from[right]) <= 0);
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }

    private int compare(int left, int right) {
        for (RowOrder.Key key : order.keys()) {
            int compared = columns.get(key.index()).compare(left, right);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /** The values of a column: texts by reference, all else as 64 bits. */
    private static final class Column {

        private final ColumnType type;
        private final List<byte[][]> texts = new ArrayList<>();
        private final List<long[]> numbers = new ArrayList<>();
        private final BitSet nulls = new BitSet();

        Column(ColumnType type) {
            this.type = type;
        }

        long rowBytes() {
            return type == ColumnType.STRING ? Integer.BYTES : Long.BYTES;
        }

        void set(int row, @Nullable Object value) {
            if (row % CHUNK == 0) {
                if (type == ColumnType.STRING) {
                    texts.add(new byte[CHUNK][]);
                } else {
                    numbers.add(new long[CHUNK]);
                }
            }
            if (value == null) {
                nulls.set(row);
            } else if (value instanceof byte[] text) {
                texts.get(row / CHUNK)[row % CHUNK] = text;
            } else {
                numbers.get(row / CHUNK)[row % CHUNK] = bits(value);
            }
        }

        private static long bits(Object value) {
            if (value instanceof Double number) {
                return Double.doubleToRawLongBits(number);
            }
            return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).longValue();
        }

        @Nullable
        Object get(int row) {
            if (nulls.get(row)) {
                return null;
            }
            return switch (type) {
                case STRING -> text(row);
                case LONG, TIMESTAMP -> number(row);
                case INTEGER, DATE -> (int) number(row);
                case DOUBLE -> Double.longBitsToDouble(number(row));
                case BOOLEAN -> number(row) == 1;
            };
        }

        int compare(int left, int right) {
            if (nulls.get(left) || nulls.get(right)) {
                return Boolean.compare(nulls.get(right), nulls.get(left));
            }
            return switch (type) {
                case STRING -> text(left) == text(right) ? 0 : Arrays.compareUnsigned(text(left), text(right));
                case DOUBLE ->
                    Double.compare(Double.longBitsToDouble(number(left)), Double.longBitsToDouble(number(right)));
                default -> Long.compare(number(left), number(right));
            };
        }

        private byte[] text(int row) {
            return texts.get(row / CHUNK)[row % CHUNK];
        }

        private long number(int row) {
            return numbers.get(row / CHUNK)[row % CHUNK];
        }
    }
}
