package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.data.Row;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest of the rows that it is offered, as many as are asked for. Of rows of one instant those are kept that
 * were offered first, and they stay in that order. Without a column {@code timestamp} all rows are of one instant.
 */
public final class NewestRows {

    private record Kept(Instant at, long file, long row, List<@Nullable Object> values) {}

    private static final Comparator<Kept> NEWEST_FIRST =
            Comparator.comparing(Kept::at).reversed().thenComparing(Kept::file).thenComparing(Kept::row);

    private final StructType schema;
    private final @Nullable String wantedService;
    private final @Nullable Instant since;
    private final int limit;
    private final int timestamp;
    private final int service;
    private final PriorityQueue<Kept> kept = new PriorityQueue<>(NEWEST_FIRST.reversed());
    private long file;
    private long row;

    /**
     * @param service the value of column {@code service} that rows must have, or null for any
     * @param since the first {@code timestamp} of interest, or null for any
     * @param limit how many rows at most
     */
    public NewestRows(StructType schema, @Nullable String service, @Nullable Instant since, int limit) {
        this.schema = schema;
        this.wantedService = service;
        this.since = since;
        this.limit = limit;
        int found = schema.indexOf("timestamp");
        this.timestamp = found >= 0 && schema.at(found).getDataType() instanceof TimestampType ? found : -1;
        this.service = schema.indexOf("service");
    }

    public void startFile() {
        file++;
    }

    /** Whether there are enough rows, and all newer than any row that is not after {@code bound}. */
    public boolean isFullBefore(Instant bound) {
        Kept oldest = kept.peek();
        return oldest != null && kept.size() == limit && !bound.isAfter(oldest.at());
    }

    public void offer(Row candidate) {
        Instant at =
                timestamp < 0 || candidate.isNullAt(timestamp) ? Instant.MIN : RowValues.instant(candidate, timestamp);
        if (since != null && at.isBefore(since)) {
            return;
        }
        if (wantedService != null
                && (candidate.isNullAt(service) || !wantedService.equals(candidate.getString(service)))) {
            return;
        }
        Kept oldest = kept.peek();
        if (oldest != null && kept.size() == limit) {
            if (!at.isAfter(oldest.at())) {
                return;
            }
            kept.remove();
        }
        kept.add(new Kept(at, file, row++, values(candidate)));
    }

    public List<List<@Nullable Object>> rows() {
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
            values[i] = from.isNullAt(i)
                    ? null
                    : RowValues.value(from, i, schema.at(i).getDataType());
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}
