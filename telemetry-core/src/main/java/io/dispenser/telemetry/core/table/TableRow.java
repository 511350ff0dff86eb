package io.dispenser.telemetry.core.table;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table, from wherever it is read: its values by the names of the columns. What {@link TelemetryTable#reader} makes
 * an event of.
 *
 * <p>Every method throws {@link IllegalArgumentException}, with the column's name in the message, if the value is of another
 * type; and those that are not nullable do if there is none, be it that the column is null or that the row lacks it: a row may
 * be of a table that has fewer columns than ours.
 */
@FunctionalInterface
public interface TableRow {

    /**
     * The value of a column: one of the type's {@linkplain ColumnType#javaType() class}, or null if there is none.
     *
     * @throws IllegalArgumentException if it is of another type
     */
    @Nullable
    Object value(String column, ColumnType type);

    /**
     * The row that has these values, each of the {@linkplain ColumnType#javaType() class} of its column's type.
     *
     * @param columns the names of the columns
     * @param values their values, in the same order
     */
    static TableRow of(List<String> columns, List<? extends @Nullable Object> values) {
        if (columns.size() != values.size()) {
            throw new IllegalArgumentException(values.size() + " values for " + columns.size() + " columns");
        }
        Map<String, @Nullable Object> byName = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            byName.put(columns.get(i), values.get(i));
        }
        return (column, type) -> {
            Object value = byName.get(column);
            if (value != null && !type.javaType().isInstance(value)) {
                throw new IllegalArgumentException("column " + column + " should hold " + type.description()
                        + ", but is of type " + value.getClass().getSimpleName());
            }
            return value;
        };
    }

    default String string(String column) {
        return (String) required(column, ColumnType.STRING);
    }

    default @Nullable String nullableString(String column) {
        return (String) value(column, ColumnType.STRING);
    }

    default long longValue(String column) {
        return (long) required(column, ColumnType.LONG);
    }

    default @Nullable Long nullableLong(String column) {
        return (Long) value(column, ColumnType.LONG);
    }

    default int intValue(String column) {
        return (int) required(column, ColumnType.INTEGER);
    }

    default @Nullable Integer nullableInt(String column) {
        return (Integer) value(column, ColumnType.INTEGER);
    }

    default double doubleValue(String column) {
        return (double) required(column, ColumnType.DOUBLE);
    }

    default @Nullable Double nullableDouble(String column) {
        return (Double) value(column, ColumnType.DOUBLE);
    }

    default boolean booleanValue(String column) {
        return (boolean) required(column, ColumnType.BOOLEAN);
    }

    default @Nullable Boolean nullableBoolean(String column) {
        return (Boolean) value(column, ColumnType.BOOLEAN);
    }

    /** A time, in whole microseconds. */
    default Instant instant(String column) {
        return (Instant) required(column, ColumnType.TIMESTAMP);
    }

    default @Nullable Instant nullableInstant(String column) {
        return (Instant) value(column, ColumnType.TIMESTAMP);
    }

    default LocalDate date(String column) {
        return (LocalDate) required(column, ColumnType.DATE);
    }

    default @Nullable LocalDate nullableDate(String column) {
        return (LocalDate) value(column, ColumnType.DATE);
    }

    /**
     * The one of {@code constants} for which {@code wordOf} is the text in the column: for an enum whose constants have words
     * of their own in the table.
     *
     * @throws IllegalArgumentException also if it is none's
     */
    default <T> T oneOf(String column, T[] constants, Function<T, String> wordOf) {
        String word = string(column);
        for (T constant : constants) {
            if (wordOf.apply(constant).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("column " + column + " should hold a known word, but is \"" + word + "\"");
    }

    private Object required(String column, ColumnType type) {
        Object value = value(column, type);
        if (value == null) {
            throw new IllegalArgumentException(
                    "column " + column + " should hold " + type.description() + ", but is not there");
        }
        return value;
    }
}
