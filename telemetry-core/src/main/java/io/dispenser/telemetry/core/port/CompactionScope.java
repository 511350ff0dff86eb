package io.dispenser.telemetry.core.port;

import java.time.Duration;

/**
 * What a compaction may touch.
 *
 * @param openDays whether dates that are still written to are compacted too, in steps; else only those that are over
 * @param settled how long after its end a date counts as over; rows that come later are taken up by a later compaction
 * @param dryRun whether nothing is written and the report says what would be
 */
public record CompactionScope(boolean openDays, Duration settled, boolean dryRun) {

    /** Everything; a date is over two hours after its end. */
    public static final CompactionScope ALL = new CompactionScope(true, Duration.ofHours(2), false);

    public CompactionScope {
        if (settled.isNegative()) {
            throw new IllegalArgumentException("a date is over after its end, not before: " + settled);
        }
    }

    /** The same, without writing. */
    public CompactionScope asDryRun() {
        return new CompactionScope(openDays, settled, true);
    }
}
