package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.SpooledEvent;
import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.Printable;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The waiting events themselves. */
@Command(name = "cat", description = "Prints the waiting events of a table, oldest first, a JSON object a line.")
final class SpoolCatCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Parameters(
            paramLabel = "TABLE",
            description = "deployments or status",
            completionCandidates = TableChoice.Names.class)
    private TableChoice table;

    @Option(names = "--rejected", description = "The events that were set aside because they can't be rows, instead.")
    private boolean rejected;

    @SuppressWarnings("NullAway.Init") // picocli sets the table, or complains
    SpoolCatCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        PrintStream out = context.out();
        String name = table.table().name();
        new SpoolDirectory(spool.directory(context)).look((spools, tables) -> {
            if (tables.contains(name)) {
                // Not println, which flushes: there may be a million of them.
                Consumer<SpooledEvent> printer =
                        event -> out.append(Printable.oneLine(event.json())).append('\n');
                if (rejected) {
                    spools.forEachRejectedEvent(name, printer);
                } else {
                    spools.forEachEvent(name, printer);
                }
            }
        });
        out.flush();
        return ExitCode.OK;
    }
}
