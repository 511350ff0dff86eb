package io.dispenser.telemetry.adapter.spool;

import org.jspecify.annotations.Nullable;

/**
 * What there is in a segment.
 *
 * @param head its head, or null if that can't be read
 * @param events the number of events that can be read
 * @param damagedLines the number of damaged lines in front of a whole one
 * @param wholeEnd the position behind the last whole line
 * @param tailBytes the number of bytes behind that: a line that was not written to its end, or damage
 * @param tailLines in how many lines
 */
record SegmentScan(
        @Nullable SegmentHead head, int events, int damagedLines, long wholeEnd, long tailBytes, int tailLines) {

    /** Whether something is wrong that an interrupted append doesn't explain. */
    boolean isDamagedInside() {
        return damagedLines > 0 || (head == null && events > 0);
    }

    /** Whether this is all of a segment that was sealed with so many events. */
    boolean isWhole(int sealedEvents) {
        return head != null && damagedLines == 0 && tailBytes == 0 && events == sealedEvents;
    }

    /** How many events can't be read, as far as anybody can tell. */
    int damagedEvents() {
        return damagedLines + tailLines - (head == null && damagedLines > 0 ? 1 : 0);
    }
}
