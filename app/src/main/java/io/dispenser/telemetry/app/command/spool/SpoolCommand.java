package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.app.command.process.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What waits for its table; also while an agent runs. */
@Command(
        name = "spool",
        description =
                "Shows the events that wait for their table, and those that were set aside because they can't be rows; also"
                        + " while an agent runs. Only retry and drop change anything.",
        synopsisSubcommandLabel = "COMMAND")
public final class SpoolCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    SpoolCommand() {}

    public static CommandLine of(CommandContext context) {
        return new CommandLine(new SpoolCommand())
                .addSubcommand(new SpoolListCommand(context))
                .addSubcommand(new SpoolCatCommand(context))
                .addSubcommand(new SpoolVerifyCommand(context))
                .addSubcommand(new SpoolRetryCommand(context))
                .addSubcommand(new SpoolDropCommand(context));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: ls, cat, verify, retry or drop");
    }
}
