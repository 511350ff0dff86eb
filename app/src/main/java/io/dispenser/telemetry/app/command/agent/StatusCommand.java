package io.dispenser.telemetry.app.command.agent;

import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.Terminal;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks the agent that runs how it is. */
@Command(
        name = "status",
        description = "Asks the agent that runs here how it is: engine, tables, and what waits.",
        footer = "%nWhat it says is what the page /readyz of [telemetry.http] says; this needs no port.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:rows are collected and written",
            "1:something keeps them from it, or nobody answered",
            "2:the arguments or the configuration have to be changed",
            "3:no agent runs here"
        })
public final class StatusCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.TEXT;

    /** How it is printed. */
    private enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        RunningAgent.Answer answer = RunningAgent.ask(spool.directory(context));
        if (answer instanceof RunningAgent.Absent absent) {
            throw new CommandFailure(ExitCode.NO_AGENT, RunningAgent.nobody(absent.evidence()));
        }
        if (answer instanceof RunningAgent.Unanswered unanswered) {
            throw new CommandFailure(ExitCode.FAILURE, unanswered.problem());
        }
        RunningAgent.Health health = (RunningAgent.Health) answer;
        if (format == Format.JSON) {
            // Only texts hold such characters, and in them the escapes mean the same characters.
            context.out().println(Printable.oneLine(health.json()));
        } else {
            new StatusText(health.document(), Terminal.detect()).print(context.out());
        }
        return health.document().path("ready").asBoolean() ? ExitCode.OK : ExitCode.FAILURE;
    }
}
