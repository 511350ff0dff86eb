package io.dispenser.telemetry.adapter.delta.parquet;

import io.dispenser.telemetry.core.table.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/**
 * The different values of a column of a row group, numbered from 0 in the order in which they came. Where nearly all are different,
 * they are not compared any more, and each has a number of its own.
 */
abstract class Distinct {

    /** So many are compared before it is asked whether that pays. */
    private static final int TRIAL = 4_096;

    private static final int FIRST = 16;
    private static final int FREE = -1;

    private int[] slots = new int[2 * FIRST];
    private int size;
    private boolean counted = true;

    Distinct() {
        Arrays.fill(slots, FREE);
    }

    static Distinct of(ColumnType type) {
        return switch (type) {
            case STRING -> new Texts();
            case TIMESTAMP, LONG -> new Numbers(Long.BYTES, type);
            case DOUBLE -> new Numbers(Double.BYTES, type);
            case DATE, INTEGER -> new Numbers(Integer.BYTES, type);
            case BOOLEAN -> new Numbers(Byte.BYTES, type);
        };
    }

    /** How many there are. */
    final int size() {
        return size;
    }

    /** Whether each has one number. */
    final boolean isCounted() {
        return counted;
    }

    /** The number of a value as it is stored. */
    abstract int id(Object value);

    /** How many bytes all of them take. */
    abstract long bytes();

    /** Writes a value as {@code PLAIN} has it ("Encodings" of the Parquet format). */
    abstract void writeTo(PlainBytes bytes, int id);

    /** Adds a value to what Parquet says of a page. */
    abstract void addTo(Statistics<?> statistics, int id);

    /** Gives each value as it is stored. */
    abstract void forEach(Consumer<Object> taker);

    /** Whether the value of this number is the one that is looked for. */
    abstract boolean isSame(int id);

    /** Keeps the one that is looked for. */
    abstract void keep(int id);

    /** The number of the value that {@link #isSame} compares. */
    final int find(int hash) {
        if (!counted) {
            keep(size);
            return size++;
        }
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        while (slots[slot] != FREE) {
            if (isSame(slots[slot])) {
                return slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = size;
        keep(size);
        size++;
        if (2 * size > slots.length) {
            grow();
        }
        return size - 1;
    }

    /** So many values have come: where most of them are different, the next ones are not compared. */
    final void look(int values) {
        if (counted && size >= TRIAL && 2L * size > values) {
            counted = false;
            slots = new int[0];
        }
    }

    abstract int hash(int id);

    private void grow() {
        slots = new int[2 * slots.length];
        Arrays.fill(slots, FREE);
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = spread(hash(id)) & mask;
            while (slots[slot] != FREE) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id;
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    /** Numbers, by their bits. */
    private static final class Numbers extends Distinct {

        private final int width;
        private final ColumnType type;
        private long[] values = new long[FIRST];
        private long wanted;

        Numbers(int width, ColumnType type) {
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

    /** Texts, in UTF-8. One that comes as a {@link String} is encoded once. */
    private static final class Texts extends Distinct {

        private final Map<String, Integer> known = new HashMap<>();
        private byte[][] values = new byte[FIRST][];
        private int[] hashes = new int[FIRST];
        private byte[] wanted = new byte[0];
        private int wantedHash;
        private long bytes;

        @Override
        int id(Object value) {
            if (value instanceof String text) {
                Integer id = known.get(text);
                return id == null ? fresh(text) : id;
            }
            return id((byte[]) value);
        }

        private int fresh(String text) {
            int id = id(text.getBytes(StandardCharsets.UTF_8));
            if (isCounted()) {
                known.put(text, id);
            }
            return id;
        }

        private int id(byte[] utf8) {
            wanted = utf8;
            wantedHash = Arrays.hashCode(utf8);
            return find(wantedHash);
        }

        @Override
        boolean isSame(int id) {
            return hashes[id] == wantedHash && Arrays.equals(values[id], wanted);
        }

        @Override
        int hash(int id) {
            return hashes[id];
        }

        @Override
        void keep(int id) {
            if (id == values.length) {
                values = Arrays.copyOf(values, 2 * id);
                hashes = Arrays.copyOf(hashes, 2 * id);
            }
            values[id] = wanted;
            hashes[id] = wantedHash;
            bytes += Integer.BYTES + wanted.length;
        }

        @Override
        long bytes() {
            return bytes;
        }

        @Override
        void writeTo(PlainBytes into, int id) {
            into.number(values[id].length, Integer.BYTES);
            into.bytes(values[id]);
        }

        @Override
        void addTo(Statistics<?> statistics, int id) {
            statistics.updateStats(Binary.fromConstantByteArray(values[id]));
        }

        @Override
        void forEach(Consumer<Object> taker) {
            for (int id = 0; id < size(); id++) {
                taker.accept(values[id]);
            }
        }
    }
}
