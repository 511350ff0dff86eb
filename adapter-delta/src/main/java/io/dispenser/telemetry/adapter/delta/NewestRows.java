package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.data.Row;
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
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest of the rows that it is offered, as many as a query asks for. Of rows of one instant those are kept that
 * were offered first, and they stay in that order. Without a column {@code timestamp} all rows are of one instant.
 */
final class NewestRows {

    private record Kept(Instant at, long file, long row, List<@Nullable Object> values) {}

    private static final Comparator<Kept> NEWEST_FIRST =
            Comparator.comparing(Kept::at).reversed().thenComparing(Kept::file).thenComparing(Kept::row);

    private final StructType schema;
    private final RowQuery query;
    private final int timestamp;
    private final int service;
    private final PriorityQueue<Kept> kept = new PriorityQueue<>(NEWEST_FIRST.reversed());
    private long file;
    private long row;

    NewestRows(StructType schema, RowQuery query) {
        this.schema = schema;
        this.query = query;
        int found = schema.indexOf("timestamp");
        this.timestamp = found >= 0 && schema.at(found).getDataType() instanceof TimestampType ? found : -1;
        this.service = schema.indexOf("service");
    }

    void startFile() {
        file++;
    }

    /** Whether there are enough rows, and all newer than any row that is not after {@code bound}. */
    boolean isFullBefore(Instant bound) {
        Kept oldest = kept.peek();
        return oldest != null && kept.size() == query.limit() && !bound.isAfter(oldest.at());
    }

    void offer(Row candidate) {
        Instant at = timestamp < 0 || candidate.isNullAt(timestamp) ? Instant.MIN : instant(candidate, timestamp);
        Instant since = query.since();
        if (since != null && at.isBefore(since)) {
            return;
        }
        String wanted = query.service();
        if (wanted != null && (candidate.isNullAt(service) || !wanted.equals(candidate.getString(service)))) {
            return;
        }
        Kept oldest = kept.peek();
        if (oldest != null && kept.size() == query.limit()) {
            if (!at.isAfter(oldest.at())) {
                return;
            }
            kept.remove();
        }
        kept.add(new Kept(at, file, row++, values(candidate)));
    }

    List<List<@Nullable Object>> rows() {
        List<Kept> sorted = new ArrayList<>(kept);
        sorted.sort(NEWEST_FIRST);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Kept each : sorted) {
            rows.add(each.values());
        }
        return Collections.unmodifiableList(rows);
    }

    private List<@Nullable Object> values(Row from) {
        @Nullable Object[] values = new @Nullable Object[schema.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = from.isNullAt(i) ? null : value(from, i, schema.at(i).getDataType());
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    private static Instant instant(Row from, int ordinal) {
        return Instant.EPOCH.plus(from.getLong(ordinal), ChronoUnit.MICROS);
    }

    private static Object value(Row from, int i, DataType type) {
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
