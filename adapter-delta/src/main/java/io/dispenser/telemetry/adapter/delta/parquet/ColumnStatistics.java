package io.dispenser.telemetry.adapter.delta.parquet;

import io.delta.kernel.expressions.Literal;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.core.table.ColumnType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The smallest and the largest value of a column of a data file, and how many nulls it has, as Delta's readers use them to
 * skip files ("Per-file Statistics" of the Delta protocol). A bound may be wider than the values, never narrower:
 *
 * <ul>
 *   <li>strings, in the order of their UTF-8 bytes, are cut to {@value #MAX_CODE_POINTS} code points; the maximum is then
 *       rounded up
 *   <li>timestamps are written in milliseconds; the maximum is rounded up, as the minimum is down
 *   <li>a bound outside of the years 1 to 9999 is left out: not every reader takes such a year in writing
 *   <li>a column with a NaN has no bounds
 *   <li>booleans have bounds, false being less than true: delta-rs finds no row by a condition on a column without
 * </ul>
 *
 * <p>Values come as the data file has them: UTF-8 bytes, microseconds since the epoch, and boxed numbers.
 */
final class ColumnStatistics {

    static final int MAX_CODE_POINTS = 32;

    private static final long MICROS_PER_MILLI = 1000;

    private static final long FIRST_MICROS = RowValues.micros(Instant.parse("0001-01-01T00:00:00Z"));
    private static final long LAST_MICROS = RowValues.micros(Instant.parse("9999-12-31T23:59:59.999Z"));

    private final ColumnType type;
    private long nulls;
    private boolean unordered;
    private @Nullable Object min;
    private @Nullable Object max;

    ColumnStatistics(ColumnType type) {
        this.type = type;
    }

    /** Adds a value; one that was added before may be left out. */
    void add(Object value) {
        if (value instanceof Double number && number.isNaN()) {
            unordered = true;
        }
        if (unordered) {
            return;
        }
        if (min == null || compare(value, min) < 0) {
            min = value;
        }
        if (max == null || compare(value, max) > 0) {
            max = value;
        }
    }

    void addNulls(long count) {
        nulls += count;
    }

    long nulls() {
        return nulls;
    }

    /** The lower bound, or null if there is none. */
    @Nullable
    Literal min() {
        Object value = min;
        if (value == null || unordered) {
            return null;
        }
        if (type == ColumnType.TIMESTAMP && (long) value < FIRST_MICROS) {
            return null;
        }
        return value instanceof byte[] utf8 ? Literal.ofString(cut(text(utf8))) : literal(value);
    }

    /** The upper bound, or null if there is none. */
    @Nullable
    Literal max() {
        Object value = max;
        if (value == null || unordered) {
            return null;
        }
        if (value instanceof byte[] utf8) {
            String bound = cutAndRoundedUp(text(utf8));
            return bound == null ? null : Literal.ofString(bound);
        }
        if (type == ColumnType.TIMESTAMP) {
            if ((long) value > LAST_MICROS) {
                return null;
            }
            long millis = -Math.floorDiv(-(long) value, MICROS_PER_MILLI);
            return Literal.ofTimestamp(millis * MICROS_PER_MILLI);
        }
        return literal(value);
    }

    private Literal literal(Object value) {
        return switch (type) {
            case DATE -> Literal.ofDate((int) value);
            case TIMESTAMP -> Literal.ofTimestamp(Math.floorDiv((long) value, MICROS_PER_MILLI) * MICROS_PER_MILLI);
            case LONG -> Literal.ofLong((long) value);
            case INTEGER -> Literal.ofInt((int) value);
            case DOUBLE -> Literal.ofDouble((double) value);
            case BOOLEAN -> Literal.ofBoolean((boolean) value);
            case STRING -> throw new IllegalStateException("no plain bound for " + type);
        };
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX_CODE_POINTS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS));
    }

    /** The shortest change of the cut text that is not below {@code text}; null if there is none. */
    static @Nullable String cutAndRoundedUp(String text) {
        String cut = cut(text);
        if (cut.length() == text.length()) {
            return text;
        }
        int[] points = cut.codePoints().toArray();
        for (int last = points.length - 1; last >= 0; last--) {
            if (points[last] < Character.MAX_CODE_POINT) {
                int next = points[last] + 1;
                points[last] = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
                return new String(points, 0, last + 1);
            }
        }
        return null;
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private int compare(Object left, Object right) {
        return switch (type) {
            case STRING -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
            case TIMESTAMP, LONG -> Long.compare((long) left, (long) right);
            case DATE, INTEGER -> Integer.compare((int) left, (int) right);
            case DOUBLE -> Double.compare((double) left, (double) right);
            case BOOLEAN -> Boolean.compare((boolean) left, (boolean) right);
        };
    }
}
