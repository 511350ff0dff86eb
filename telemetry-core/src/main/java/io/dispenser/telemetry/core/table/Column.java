package io.dispenser.telemetry.core.table;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
}
