package io.dispenser.telemetry.adapter.delta.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which rows of a page have a value, row after row. */
final class FlatLevels {

    /** Null if all have one, or {@link #old} tells. */
    private final @Nullable RleDecoder levels;

    /** A bit a row, the highest of a byte first, as old writers have them. */
    private final byte @Nullable [] old;

    private int oldRow;

    /** So many of the next rows are known to have a value. */
    private int present;

    /** @param levels 1 for a row that has a value; null if all have */
    FlatLevels(@Nullable RleDecoder levels, byte @Nullable [] old) {
        this.levels = levels;
        this.old = old;
    }

    boolean hasRuns() {
        return old == null;
    }

    /**
     * How many of the next rows, {@code most} at the most, have a value: these are the next ones until {@link #took} is told. If none,
     * how many have no value, which are gone over, as a negative number.
     */
    int run(int most) {
        if (present == 0) {
            int some = levels == null ? most : levels.run(most);
            boolean there = levels == null || (some > 0 ? levels.runValue() : levels.read()) != 0;
            if (!there) {
                return -Math.max(1, some);
            }
            present = Math.max(1, some);
        }
        return Math.min(most, present);
    }

    /** Goes over rows that have a value. */
    void took(int rows) {
        present -= rows;
    }

    /** Notes which of the next {@code count} rows have no value, and tells how many have one. */
    int nulls(boolean[] nulls, int from, int count) {
        if (old != null) {
            return oldNulls(old, nulls, from, count);
        }
        int found = 0;
        for (int at = from; at < from + count; ) {
            int run = run(from + count - at);
            if (run > 0) {
                took(run);
                found += run;
            } else {
                Arrays.fill(nulls, at, at - run, true);
            }
            at += Math.abs(run);
        }
        return found;
    }

    private int oldNulls(byte[] bits, boolean[] nulls, int from, int count) {
        int found = 0;
        for (int i = from; i < from + count; i++, oldRow++) {
            nulls[i] = ((bits[oldRow >> 3] >> (7 - (oldRow & 7))) & 1) == 0;
            found += nulls[i] ? 0 : 1;
        }
        return found;
    }
}
