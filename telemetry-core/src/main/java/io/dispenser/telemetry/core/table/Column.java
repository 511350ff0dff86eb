package io.dispenser.telemetry.core.table;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table: how it is called and typed, and how its value is read from an event.
 *
 * @param name the column's name in the table
 * @param type the column's type
 * @param nullable whether the value may be absent
 * @param description one sentence for the analyst; it becomes the column's comment
 * @param accessor reads the value, of {@link ColumnType#javaType()}, from an event: the same value at each call
 * @param <E> the events of the table
 */
public record Column<E>(
        String name, ColumnType type, boolean nullable, String description, Function<E, @Nullable Object> accessor) {

    private static final int MAX_QUOTED = 80;

    public Column {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(description, "description");
        requireNonNull(accessor, "accessor");
    }

    /**
     * The value of this column in {@code event}; null only where the column is nullable. A time is cut to whole microseconds,
     * since no table keeps more.
     */
    public @Nullable Object value(E event) {
        Object value = accessor.apply(event);
        return value instanceof Instant time ? time.truncatedTo(ChronoUnit.MICROS) : value;
    }

    /**
     * The same, made sure to be a value of this column.
     *
     * @throws IllegalArgumentException if it is none, or can't be told; the message names column and value, for a person
     */
    public @Nullable Object checkedValue(E event) {
        Object value;
        try {
            value = value(event);
        } catch (RuntimeException e) { // an embedder's accessor may throw anything
            throw new IllegalArgumentException("column " + name + ": its value can't be told (" + e + ")", e);
        }
        if (value == null && !nullable) {
            throw new IllegalArgumentException(told(null, "where there must be one"));
        }
        if (value != null) {
            Optional<String> problem = type.problem(value);
            if (problem.isPresent()) {
                throw new IllegalArgumentException(told(value, problem.get()));
            }
        }
        return value;
    }

    /** What is wrong with {@code value}, for a person: the column, the value or its beginning, and the problem. */
    public String told(@Nullable Object value, String problem) {
        String text = String.valueOf(value);
        String shown = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "\u2026";
        return "column " + name + ": " + (value == null ? "no value" : "\"" + shown + "\"") + " " + problem;
    }
}
