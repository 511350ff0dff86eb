package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.SpooledSegment;
import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.Count;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether all that waits can be read. */
@Command(
        name = "verify",
        description = "Reads everything that waits and reports what is damaged.",
        footer = "%nThe exit code is 1 if anything is.")
final class SpoolVerifyCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    SpoolVerifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        Path directory = spool.directory(context);
        List<String> problems = new ArrayList<>();
        PrintStream out = context.out();
        new SpoolDirectory(directory).look((spools, tables) -> {
            List<SpooledSegment> segments = spools.segments();
            for (SpooledSegment segment : segments) {
                for (String problem : segment.problems()) {
                    problems.add(directory.resolve(segment.table()) + "/" + segment.file() + ": " + problem);
                }
            }
            problems.forEach(out::println);
            out.println(Count.of(tables.size(), "table") + ", " + Count.of(segments.size(), "segment") + ": "
                    + SpoolWords.of(segments, InstantSource.system().instant()));
        });
        return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }
}
