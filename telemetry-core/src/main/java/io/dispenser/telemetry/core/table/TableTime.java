package io.dispenser.telemetry.core.table;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The times of a table as they come back from it: some engines' rewrites round them, as Trino's OPTIMIZE does. */
public final class TableTime {

    /** A time that was rounded is less than this away from what was written. */
    public static final Duration ROUNDING = Duration.ofMillis(1);

    private TableTime() {}

    /** Whether {@code found}, which a table gave, may be {@code written}, which it was given. */
    public static boolean mayBe(Instant found, Instant written) {
        boolean rounded = found.equals(found.truncatedTo(ChronoUnit.MILLIS));
        Duration apart = Duration.between(found, written).abs();
        return apart.isZero() || (rounded && apart.compareTo(ROUNDING) < 0);
    }
}
