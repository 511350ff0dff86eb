package io.dispenser.telemetry.core.table;

import java.time.Instant;
import java.time.LocalDate;

/** The types of our columns, and the Java type of a value of each. */
public enum ColumnType {
    DATE(LocalDate.class),
    /** UTC, in whole microseconds. */
    TIMESTAMP(Instant.class),
    STRING(String.class),
    LONG(Long.class),
    INTEGER(Integer.class),
    DOUBLE(Double.class),
    BOOLEAN(Boolean.class);

    private final Class<?> javaType;

    ColumnType(Class<?> javaType) {
        this.javaType = javaType;
    }

    /** The class of every non-null value in a column of this type. */
    public Class<?> javaType() {
        return javaType;
    }
}
