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
import picocli.CommandLine.Parameters;

/** Another try for what was set aside. */
@Command(
        name = "retry",
        description =
                "Has the events that were set aside tried again: by the agent that runs when it has written what waits, or"
                        + " by the next one that starts.")
final class SpoolRetryCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description = "deployments or status; both without it",
            completionCandidates = TableChoice.Names.class)
    private @Nullable TableChoice table;

    SpoolRetryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        Path directory = spool.directory(context);
        new SpoolDirectory(directory).change(table, name -> {
            long events = new RejectedEvents(directory, name).retry();
            context.out()
                    .println(name + ": "
                            + (events == 0
                                    ? "nothing is set aside"
                                    : Count.of(events, "event") + " will be tried again"));
        });
        return ExitCode.OK;
    }
}
