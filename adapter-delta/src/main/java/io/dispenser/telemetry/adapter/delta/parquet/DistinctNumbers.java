package io.dispenser.telemetry.adapter.delta.parquet;

import io.dispenser.telemetry.core.table.ColumnType;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.parquet.column.statistics.Statistics;

/** Numbers, by their bits. */
final class DistinctNumbers extends Distinct {

    private final int width;
    private final ColumnType type;
    private long[] values = new long[FIRST];
    private long wanted;

    DistinctNumbers(int width, ColumnType type) {
        this.width = width;
        this.type = type;
    }

    @Override
    int id(Object value) {
        wanted = bits(value);
        return find(Long.hashCode(wanted));
    }

    private long bits(Object value) {
        return switch (type) {
            case TIMESTAMP, LONG -> (long) value;
            case DOUBLE -> Double.doubleToRawLongBits((double) value);
            case DATE, INTEGER -> (int) value;
            default -> (boolean) value ? 1 : 0;
        };
    }

    @Override
    boolean isSame(int id) {
        return values[id] == wanted;
    }

    @Override
    int hash(int id) {
        return Long.hashCode(values[id]);
    }

    @Override
    void keep(int id) {
        if (id == values.length) {
            values = Arrays.copyOf(values, 2 * id);
        }
        values[id] = wanted;
    }

    @Override
    long bytes() {
        return (long) size() * width;
    }

    @Override
    void writeTo(PlainBytes bytes, int id) {
        if (type == ColumnType.BOOLEAN) {
            bytes.bit(values[id] != 0);
        } else {
            bytes.number(values[id], width);
        }
    }

    @Override
    void addTo(Statistics<?> statistics, int id) {
        long bits = values[id];
        switch (type) {
            case TIMESTAMP, LONG -> statistics.updateStats(bits);
            case DOUBLE -> statistics.updateStats(Double.longBitsToDouble(bits));
            case DATE, INTEGER -> statistics.updateStats((int) bits);
            default -> statistics.updateStats(bits != 0);
        }
    }

    @Override
    boolean hasNaN() {
        boolean found = false;
        for (int id = 0; id < size() && type == ColumnType.DOUBLE && !found; id++) {
            found = Double.isNaN(Double.longBitsToDouble(values[id]));
        }
        return found;
    }

    @Override
    void forEach(Consumer<Object> taker) {
        for (int id = 0; id < size(); id++) {
            long bits = values[id];
            taker.accept(
                    switch (type) {
                        case TIMESTAMP, LONG -> bits;
                        case DOUBLE -> Double.longBitsToDouble(bits);
                        case DATE, INTEGER -> (int) bits;
                        default -> bits != 0;
                    });
        }
    }
}
