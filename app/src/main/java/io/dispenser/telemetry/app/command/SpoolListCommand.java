package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.spool.SegmentState;
import io.dispenser.telemetry.adapter.spool.SpooledSegment;
import io.dispenser.telemetry.app.logging.ByteSize;
import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.logging.Elapsed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What waits, segment by segment. */
@Command(name = "ls", description = "Lists the segments: events, bytes, age and problems.")
final class SpoolListCommand implements Callable<Integer> {

    private static final List<String> COLUMNS = List.of(
            "table", "segment", "state", "events", "bytes", "oldest_event", "age_seconds", "problems", "writer");

    private final CommandContext context;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Mixin
    private FormatOption format = new FormatOption();

    SpoolListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        Path directory = spool.directory(context);
        Instant now = InstantSource.system().instant();
        SpoolOption.look(directory, (spools, tables) -> print(directory, spools.segments(), now));
        return ExitCode.OK;
    }

    private void print(Path directory, List<SpooledSegment> segments, Instant now) throws IOException {
        PrintStream out = context.out();
        if (format.isForPeople()) {
            out.println(directory + ": " + words(segments, now));
            out.println();
        }
        // An open segment without an event is there at any time, and says nothing.
        List<List<@Nullable Object>> rows = segments.stream()
                .filter(segment -> segment.events() > 0 || !segment.problems().isEmpty())
                .map(segment -> row(segment, now))
                .toList();
        format.writer().write(COLUMNS, rows, out);
        out.flush();
    }

    private static List<@Nullable Object> row(SpooledSegment segment, Instant now) {
        Instant oldest = segment.oldestEvent();
        return Arrays.asList(
                segment.table(),
                segment.number(),
                segment.state().message(),
                segment.events(),
                segment.bytes(),
                oldest,
                oldest == null ? null : age(oldest, now).toSeconds(),
                segment.problems().isEmpty() ? null : String.join("; ", segment.problems()),
                segment.writer());
    }

    /** All together: {@code 1500 events in 3 batches and 12 not yet in one wait, 420 kB, the oldest for 2 h}. */
    static String words(List<SpooledSegment> segments, Instant now) {
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

    private static Duration age(Instant oldest, Instant now) {
        Duration age = Duration.between(oldest, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
