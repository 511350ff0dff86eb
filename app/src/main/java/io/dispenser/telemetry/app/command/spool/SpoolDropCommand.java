package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.RejectedEvents;
import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.Count;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The end of what was set aside. */
@Command(
        name = "drop",
        description =
                "Deletes the events that were set aside because they can't be rows. What waits for its table stays.",
        footer = "%nspool cat TABLE --rejected shows them before. Nothing is deleted without --yes.")
final class SpoolDropCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description = "deployments or status; both without it",
            completionCandidates = TableChoice.Names.class)
    private @Nullable TableChoice table;

    @Option(names = "--yes", description = "Really deletes them.")
    private boolean sure;

    SpoolDropCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        Path directory = spool.directory(context);
        if (!sure) {
            throw new CommandFailure(
                    ExitCode.USAGE, "events that are dropped are gone for good; say --yes to delete them");
        }
        new SpoolDirectory(directory).change(table, name -> {
            long events = new RejectedEvents(directory, name).drop();
            context.out()
                    .println(name + ": "
                            + (events == 0 ? "nothing is set aside" : Count.of(events, "event") + " deleted"));
        });
        return ExitCode.OK;
    }
}
