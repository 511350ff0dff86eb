package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The values of Kernel's rows as Java's own, and the other way round. */
public final class RowValues {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;

    private RowValues() {}

    public static Instant instant(Row from, int ordinal) {
        return Instant.EPOCH.plus(from.getLong(ordinal), ChronoUnit.MICROS);
    }

    /**
     * Microseconds since the epoch, as Delta and Parquet keep an instant. Not {@link ChronoUnit#between}: that counts
     * nanoseconds on its way, which a {@code long} has only for the years 1677 to 2262.
     *
     * @throws ArithmeticException beyond some 290,000 years from the epoch
     */
    public static long micros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / NANOS_PER_MICRO);
    }

    public static Literal literal(Instant time) {
        return Literal.ofTimestamp(micros(time));
    }

    public static Literal literal(LocalDate day) {
        return Literal.ofDate(Math.toIntExact(day.toEpochDay()));
    }

    public static Object value(Row from, int i, DataType type) {
        if (type instanceof StringType) {
            return from.getString(i);
        } else if (type instanceof LongType) {
            return from.getLong(i);
        } else if (type instanceof IntegerType) {
            return from.getInt(i);
        } else if (type instanceof BooleanType) {
            return from.getBoolean(i);
        } else if (type instanceof DoubleType) {
            return from.getDouble(i);
        } else if (type instanceof TimestampType) {
            return instant(from, i);
        } else if (type instanceof DateType) {
            return LocalDate.ofEpochDay(from.getInt(i));
        } else if (type instanceof ShortType) {
            return (int) from.getShort(i);
        } else if (type instanceof ByteType) {
            return (int) from.getByte(i);
        } else if (type instanceof FloatType) {
            return (double) from.getFloat(i);
        } else if (type instanceof DecimalType) {
            return from.getDecimal(i).toPlainString();
        } else if (type instanceof TimestampNTZType) {
            return LocalDateTime.ofInstant(instant(from, i), ZoneOffset.UTC).toString();
        }
        return "(" + type + ")";
    }
}
