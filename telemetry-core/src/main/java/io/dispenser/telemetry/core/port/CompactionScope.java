package io.dispenser.telemetry.core.port;

import java.time.Duration;

/**
 * What a compaction may touch.
 *
 * @param openDays whether dates that are still written to are compacted too, in steps; else only those that are over
 * @param overAfter how long after its end a date counts as over; rows that come later are taken up by a later compaction
 * @param atMost after which time no further step is begun; what is left is left to the next compaction
 * @param dryRun whether nothing is written and the report says what would be
 */
public record CompactionScope(boolean openDays, Duration overAfter, Duration atMost, boolean dryRun) {

    /** Everything, however long it takes; a date is over two hours after its end. */
    public static final CompactionScope ALL =
            new CompactionScope(true, Duration.ofHours(2), Duration.ofSeconds(Long.MAX_VALUE), false);

    public CompactionScope {
        if (overAfter.isNegative()) {
            throw new IllegalArgumentException("a date is over after its end, not before: " + overAfter);
        }
    }

    /** The same, without writing. */
    public CompactionScope asDryRun() {
        return new CompactionScope(openDays, overAfter, atMost, true);
    }

    /** The same, with so much time. */
    public CompactionScope within(Duration time) {
        return new CompactionScope(openDays, overAfter, time, dryRun);
    }
}
