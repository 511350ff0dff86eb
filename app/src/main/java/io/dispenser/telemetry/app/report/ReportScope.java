package io.dispenser.telemetry.app.report;

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

    public ReportScope {
        if (!from.isBefore(made)) {
            throw new IllegalArgumentException("a report of the time from " + from + " can't be made at " + made);
        }
    }
}
