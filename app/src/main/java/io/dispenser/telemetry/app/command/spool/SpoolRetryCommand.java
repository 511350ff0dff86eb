package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.RejectedEvents;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Another try for what was set aside. */
@Command(
        name = "retry",
        description =
                "Has the events that were set aside tried again: by the agent that runs when it has written what waits, or"
                        + " by the next one that starts.")
final class SpoolRetryCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SetAsideEvents events = new SetAsideEvents();

    SpoolRetryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        Path directory = events.directory(context);
        events.change(directory, RejectedEvents::retry, "will be tried again", context.out());
        return ExitCode.OK;
    }
}
