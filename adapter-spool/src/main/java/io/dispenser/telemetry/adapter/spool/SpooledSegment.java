package io.dispenser.telemetry.adapter.spool;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment as an inspection finds it.
 *
 * @param table the table's name
 * @param number the segment's number
 * @param file the file's name in the table's folder
 * @param writer the writer id that its batch has or will have; null if its head can't be read or is not written yet
 * @param state what becomes of it
 * @param events how many events can be read
 * @param bytes the file's size
 * @param oldestEvent the earliest timestamp of its events; null if there is none
 * @param problems what is wrong with it, in words; empty for a sound one
 */
public record SpooledSegment(
        String table,
        long number,
        String file,
        @Nullable String writer,
        SegmentState state,
        int events,
        long bytes,
        @Nullable Instant oldestEvent,
        List<String> problems) {

    public SpooledSegment {
        problems = List.copyOf(problems);
    }

    /** Whether its events still have to reach the table. */
    public boolean isWaiting() {
        return state != SegmentState.DELIVERED_CORRUPT && state != SegmentState.REJECTED;
    }
}
