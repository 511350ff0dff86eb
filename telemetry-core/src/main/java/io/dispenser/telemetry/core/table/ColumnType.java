package io.dispenser.telemetry.core.table;

import java.time.Instant;
import java.time.LocalDate;

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

    /** What a value of this type is, in words for a person. */
    public String description() {
        return description;
    }
}
