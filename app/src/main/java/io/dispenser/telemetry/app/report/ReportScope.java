package io.dispenser.telemetry.app.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report is of.
 *
 * @param from the first moment that is covered
 * @param made when the report is made, by the clock of whoever makes it; what is covered ends there
 * @param since what was asked for, in the words of whoever asked
 * @param service the only service of interest, or null for all
 * @param host the only host of interest, or null for all
 * @param live whether it is made of what an agent sees, and not of tables that rows reach only some time later
 */
public record ReportScope(
        Instant from,
        Instant made,
        @Nullable String since,
        @Nullable String service,
        @Nullable String host,
        boolean live) {

    private static final Duration LEAST_BEFORE = Duration.ofDays(1);
    private static final Duration MOST_BEFORE = Duration.ofDays(7);

    public ReportScope {
        if (!from.isBefore(made)) {
            throw new IllegalArgumentException("a report of the time from " + from + " can't be made at " + made);
        }
    }

    /** From when on a host's last sample is looked for: as far again as is covered, a day at the least and a week at most. */
    Instant heardFrom() {
        Duration covered = Duration.between(from, made);
        Duration before = covered.compareTo(MOST_BEFORE) > 0 ? MOST_BEFORE : covered;
        return from.minus(before.compareTo(LEAST_BEFORE) < 0 ? LEAST_BEFORE : before);
    }
}
