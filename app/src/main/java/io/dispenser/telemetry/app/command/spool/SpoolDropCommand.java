package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.RejectedEvents;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The end of what was set aside. */
@Command(
        name = "drop",
        description =
                "Deletes the events that were set aside because they can't be rows. What waits for its table stays.",
        footer = "%nspool cat TABLE --rejected shows them before. Nothing is deleted without --yes.")
final class SpoolDropCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SetAsideEvents events = new SetAsideEvents();

    @Option(names = "--yes", description = "Really deletes them.")
    private boolean sure;

    SpoolDropCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        Path directory = events.directory(context);
        if (!sure) {
            throw new CommandFailure(
                    ExitCode.USAGE, "events that are dropped are gone for good; say --yes to delete them");
        }
        events.change(directory, RejectedEvents::drop, "deleted", context.out());
        return ExitCode.OK;
    }
}
