package io.dispenser.telemetry.adapter.delta.parquet;

import io.dispenser.telemetry.core.table.ColumnType;
import java.util.BitSet;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;

/** A column of a row group while it is gathered: its different values, and the number of each row's. */
final class ColumnChunk {

    private static final int ROWS_BETWEEN_LOOKS = 1_024;

    /** As Parquet's own writer has it. */
    private static final int MAX_DICTIONARY_BYTES = 1 << 20;

    private final FileColumn column;
    private final ColumnDescriptor descriptor;
    private final Distinct values;
    private final ValueIds ids = new ValueIds();
    private final BitSet nulls = new BitSet();
    private int rows;
    private @Nullable Object last;
    private int lastId;

    ColumnChunk(FileColumn column, ColumnDescriptor descriptor) {
        this.column = column;
        this.descriptor = descriptor;
        this.values = distinct(column.type());
    }

    private static Distinct distinct(ColumnType type) {
        return switch (type) {
            case STRING -> new DistinctTexts();
            case TIMESTAMP, LONG -> new DistinctNumbers(Long.BYTES, type);
            case DOUBLE -> new DistinctNumbers(Double.BYTES, type);
            case DATE, INTEGER -> new DistinctNumbers(Integer.BYTES, type);
            case BOOLEAN -> new DistinctNumbers(Byte.BYTES, type);
        };
    }

    /**
     * Adds the value of the next row, as it is stored; a text may come as a {@link String} too.
     *
     * @throws IllegalArgumentException if there is none where there must be one
     */
    void add(@Nullable Object value) {
        if (value == null) {
            if (!column.nullable()) {
                throw new IllegalArgumentException("column " + column.name() + " has no value where there must be one");
            }
            nulls.set(rows++);
            return;
        }
        if (value != last) {
            lastId = values.id(value);
            last = value;
        }
        ids.add(lastId);
        if (++rows % ROWS_BETWEEN_LOOKS == 0) {
            values.look(ids.size());
        }
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    boolean nullable() {
        return column.nullable();
    }

    int rows() {
        return rows;
    }

    boolean isNull(int row) {
        return nulls.get(row);
    }

    /** How many of the rows from {@code row} to {@code end} have a value. */
    int valuesBetween(int row, int end) {
        return nulls.isEmpty() ? end - row : end - row - nulls.get(row, end).cardinality();
    }

    Distinct values() {
        return values;
    }

    /** The number of a value, by how many there are before it. */
    int id(int value) {
        return ids.get(value);
    }

    /** Whether numbers and a dictionary are smaller than the values themselves. */
    boolean hasDictionary() {
        return column.type() != ColumnType.BOOLEAN
                && values.size() > 0
                && values.isCounted()
                && values.bytes() <= MAX_DICTIONARY_BYTES
                && values.bytes() + idBytes() < plainBytes();
    }

    /** How many bits a number takes. */
    int idBits() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, values.size() - 1));
    }

    private long idBytes() {
        return (long) ids.size() * idBits() / Byte.SIZE;
    }

    /** About what a value takes by itself. */
    long bytesOfValue() {
        return Math.max(1, values.bytes() / Math.max(1, values.size()));
    }

    private long plainBytes() {
        return ids.size() * bytesOfValue();
    }

    /** About how many bytes this will be before it is compressed. */
    long bytes() {
        return Math.min(idBytes() + values.bytes(), plainBytes());
    }

    /** Adds to what the log says of the column. */
    void addTo(ColumnStatistics statistics) {
        values.forEach(statistics::add);
        statistics.addNulls(nulls.cardinality());
    }
}
