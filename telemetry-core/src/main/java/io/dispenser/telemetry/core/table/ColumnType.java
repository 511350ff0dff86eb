package io.dispenser.telemetry.core.table;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The types of our columns, and the Java type of a value of each. */
public enum ColumnType {
    DATE(LocalDate.class, "a date"),
    /** UTC, in whole microseconds. */
    TIMESTAMP(Instant.class, "a time"),
    STRING(String.class, "a text"),
    LONG(Long.class, "a whole number"),
    INTEGER(Integer.class, "a whole number"),
    DOUBLE(Double.class, "a number"),
    BOOLEAN(Boolean.class, "true or false");

    /** Readers know a day by its ISO form of ten characters, above all where it names a partition. */
    private static final int LAST_YEAR = 9999;

    /** The last whole second, from 1970 on, whose microseconds a {@code long} holds. */
    private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000 - 1;

    private final Class<?> javaType;
    private final String description;

    ColumnType(Class<?> javaType, String description) {
        this.javaType = javaType;
        this.description = description;
    }

    /** The class of every non-null value in a column of this type. */
    public Class<?> javaType() {
        return javaType;
    }

    /** What keeps {@code value} from being one of this type, in words that follow it; empty if nothing does. */
    Optional<String> problem(Object value) {
        if (!javaType.isInstance(value)) {
            return Optional.of("is a " + value.getClass().getSimpleName() + " where " + description + " is expected");
        }
        if (value instanceof LocalDate day && (day.getYear() < 1 || day.getYear() > LAST_YEAR)) {
            return Optional.of("is not in the years 1 to " + LAST_YEAR + ", in which a date can be written");
        }
        if (value instanceof Instant time && Math.abs(time.getEpochSecond()) > LAST_SECOND) {
            return Optional.of("is too far away to be told in microseconds");
        }
        return Optional.empty();
    }

    /** What a value of this type is, in words for a person. */
    public String description() {
        return description;
    }
}
