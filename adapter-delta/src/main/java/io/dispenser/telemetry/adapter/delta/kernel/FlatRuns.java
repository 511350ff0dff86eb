package io.dispenser.telemetry.adapter.delta.kernel;

import java.util.Arrays;

/** Runs of rows that have the same value of a dictionary, or none, as they are found. */
final class FlatRuns {

    private final int[] ends;
    private final int[] numbers;
    private int count;

    /** @param most runs; with more of them, each row may as well have its own value */
    FlatRuns(int most) {
        this.ends = new int[most];
        this.numbers = new int[most];
    }

    void clear() {
        count = 0;
    }

    /**
     * Adds rows up to {@code end} that have value {@code number}, {@link FlatPage#NO_VALUE} for none. Tells whether there is room for
     * another one.
     */
    boolean add(int number, int end) {
        if (count == 0 || numbers[count - 1] != number) {
            numbers[count++] = number;
        }
        ends[count - 1] = end;
        return count < ends.length;
    }

    /** What was added, as a vector of {@code size} rows. */
    FlatVector vector(FlatVector dictionary, int size) {
        FlatVector vector = new FlatVector(dictionary.getDataType(), size, Arrays.copyOf(ends, count));
        for (int i = 0; i < count; i++) {
            vector.set(i, dictionary, numbers[i]);
        }
        return vector;
    }

    /** Writes what was added into the first rows of {@code vector}. */
    void expand(FlatVector dictionary, FlatVector vector) {
        int row = 0;
        for (int i = 0; i < count; i++) {
            for (; row < ends[i]; row++) {
                vector.set(row, dictionary, numbers[i]);
            }
        }
    }
}
