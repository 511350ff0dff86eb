package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.SegmentState;
import io.dispenser.telemetry.adapter.spool.SpooledSegment;
import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is in the spools, in a line for a person. */
public final class SpoolWords {

    private SpoolWords() {}

    /** All segments together: {@code 1500 events in 3 segments wait, 420 kB, the oldest for 2 h}. */
    public static String of(List<SpooledSegment> segments, Instant now) {
        List<SpooledSegment> waiting =
                segments.stream().filter(SpooledSegment::isWaiting).toList();
        long events = waiting.stream().mapToLong(SpooledSegment::events).sum();
        List<String> parts = new ArrayList<>();
        if (events == 0) {
            parts.add("nothing waits");
        } else {
            long batches =
                    waiting.stream().filter(segment -> segment.events() > 0).count();
            long bytes = waiting.stream().mapToLong(SpooledSegment::bytes).sum();
            parts.add(Count.of(events, "event") + " in " + Count.of(batches, "segment") + " wait, "
                    + ByteSize.words(bytes));
            waiting.stream()
                    .map(SpooledSegment::oldestEvent)
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .ifPresent(oldest -> parts.add("the oldest for " + Elapsed.words(oldest, now)));
        }
        long rejected = segments.stream()
                .filter(segment -> segment.state() == SegmentState.REJECTED)
                .mapToLong(SpooledSegment::events)
                .sum();
        if (rejected > 0) {
            parts.add(Count.of(rejected, "event") + " set aside (see spool retry and spool drop)");
        }
        long problems = segments.stream()
                .mapToLong(segment -> segment.problems().size())
                .sum();
        if (problems > 0) {
            parts.add(Count.of(problems, "problem"));
        }
        return String.join(", ", parts);
    }
}
