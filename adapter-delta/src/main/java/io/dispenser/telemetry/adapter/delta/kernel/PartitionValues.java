package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.util.PartitionUtils;
import io.delta.kernel.types.DataType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of the columns that a table is partitioned by, which stand in the log and not in the data files. */
public final class PartitionValues {

    private PartitionValues() {}

    /**
     * A value of ours for a column of {@code type}. Delta has one spelling for an empty text and for no value, and readers
     * take it for the latter: so it is written as that wherever the column may be null.
     */
    public static Literal literal(DataType type, @Nullable Object value, boolean nullable) {
        if (value == null || (nullable && "".equals(value))) {
            return Literal.ofNull(type);
        } else if (value instanceof String text) {
            return Literal.ofString(text);
        } else if (value instanceof LocalDate day) {
            return RowValues.literal(day);
        } else if (value instanceof Instant time) {
            return RowValues.literal(time);
        } else if (value instanceof Long number) {
            return Literal.ofLong(number);
        } else if (value instanceof Integer number) {
            return Literal.ofInt(number);
        } else if (value instanceof Double number) {
            return Literal.ofDouble(number);
        } else if (value instanceof Boolean flag) {
            return Literal.ofBoolean(flag);
        }
        throw new IllegalArgumentException("no partition is named by a " + value.getClass());
    }

    /** What the log means by {@code written}; empty if that is no value of {@code type}. */
    public static Optional<Literal> parsed(DataType type, @Nullable String written) {
        try {
            return Optional.of(PartitionUtils.literalForPartitionValue(type, written));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
