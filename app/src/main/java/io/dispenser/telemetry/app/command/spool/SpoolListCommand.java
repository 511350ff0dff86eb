package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.SegmentState;
import io.dispenser.telemetry.adapter.spool.SpooledSegment;
import io.dispenser.telemetry.app.command.option.FormatOption;
import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.Styled;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.output.Terminal.Style;
import io.dispenser.telemetry.app.output.WrappedText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What waits, segment by segment. */
@Command(name = "ls", description = "Lists the segments: events, bytes, age and problems.")
final class SpoolListCommand implements Callable<Integer> {

    private static final List<String> COLUMNS = List.of(
            "table", "segment", "state", "events", "bytes", "oldest_event", "age_seconds", "problems", "writer");

    private static final int A_GLANCE = 15;
    private static final int INDENT = 2;
    private static final List<String> FOR_PEOPLE =
            List.of("table", "segment", "state", "events", "size", "oldest", "problems", "writer");

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
        new SpoolDirectory(directory).look((spools, tables) -> print(directory, spools.segments(), now));
        return ExitCode.OK;
    }

    private void print(Path directory, List<SpooledSegment> segments, Instant now) throws IOException {
        PrintStream out = context.out();
        Terminal terminal = Terminal.detect();
        // An open segment without an event is there at any time, and says nothing.
        List<SpooledSegment> telling = segments.stream()
                .filter(segment -> segment.events() > 0 || !segment.problems().isEmpty())
                .toList();
        if (!format.isForPeople()) {
            format.writer()
                    .write(
                            COLUMNS,
                            telling.stream().map(segment -> row(segment, now)).toList(),
                            out);
            out.flush();
            return;
        }
        WrappedText.lines(Printable.oneLine(directory + ": " + SpoolWords.of(segments, now)), terminal.width(), INDENT)
                .forEach(out::println);
        out.println();
        List<SpooledSegment> shown = terminal.interactive() ? glance(telling) : telling;
        format.writer()
                .write(
                        FOR_PEOPLE,
                        shown.stream()
                                .map(segment -> rowForPeople(segment, now))
                                .toList(),
                        out);
        if (shown.size() < telling.size()) {
            out.println(
                    "(and " + Count.of(telling.size() - shown.size(), "more segment") + "; --format csv lists all)");
        }
        out.flush();
    }

    /** Those that somebody should look at, and the oldest of the others, in their order: an outage leaves thousands. */
    static List<SpooledSegment> glance(List<SpooledSegment> segments) {
        Predicate<SpooledSegment> odd = segment ->
                segment.state() == SegmentState.REJECTED || !segment.problems().isEmpty();
        long room = Math.max(0, A_GLANCE - segments.stream().filter(odd).count());
        Set<SpooledSegment> shown = segments.stream()
                .filter(odd.negate())
                .limit(room)
                .collect(Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
        return segments.stream()
                .filter(segment -> odd.test(segment) || shown.contains(segment))
                .toList();
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

    private static List<@Nullable Object> rowForPeople(SpooledSegment segment, Instant now) {
        Instant oldest = segment.oldestEvent();
        return Arrays.asList(
                new Styled(segment.table(), Style.BOLD),
                segment.number(),
                segment.state().message(),
                segment.events(),
                new Styled(ByteSize.words(segment.bytes()), Style.PLAIN),
                oldest == null ? null : new Styled(Elapsed.brief(oldest, now) + " ago", Style.PLAIN),
                segment.problems().isEmpty() ? null : String.join("; ", segment.problems()),
                segment.writer());
    }

    private static Duration age(Instant oldest, Instant now) {
        Duration age = Duration.between(oldest, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
