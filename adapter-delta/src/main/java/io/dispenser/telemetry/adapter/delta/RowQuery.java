package io.dispenser.telemetry.adapter.delta;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table are wanted: the newest of those that match.
 *
 * @param service the value of column {@code service}, or null for all
 * @param since the first {@code timestamp} of interest, or null for all
 * @param limit how many rows at most
 */
public record RowQuery(@Nullable String service, @Nullable Instant since, int limit) {

    public RowQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a query's limit is at least 1: " + limit);
        }
    }

    /** The newest rows of all. */
    public static RowQuery newest(int limit) {
        return new RowQuery(null, null, limit);
    }
}
