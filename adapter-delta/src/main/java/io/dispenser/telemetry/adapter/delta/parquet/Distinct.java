package io.dispenser.telemetry.adapter.delta.parquet;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.parquet.column.statistics.Statistics;

/**
 * The different values of a column of a row group, numbered from 0 in the order in which they came. Where nearly all are different,
 * they are not compared any more, and each has a number of its own.
 */
abstract class Distinct {

    /** So many are compared before it is asked whether that pays. */
    private static final int TRIAL = 4_096;

    /** How many there is room for at first. */
    static final int FIRST = 16;

    private static final int FREE = -1;

    private int[] slots = new int[2 * FIRST];
    private int size;
    private boolean counted = true;

    Distinct() {
        Arrays.fill(slots, FREE);
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

    /** Whether one of the values is no number, which is neither less nor more than any. */
    boolean hasNaN() {
        return false;
    }

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
}
