package io.dispenser.telemetry.app.command.spool;

import io.dispenser.telemetry.adapter.spool.RejectedEvents;
import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.output.Count;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The events that were set aside, of one table or of both, as something to change. */
final class SetAsideEvents {

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description = "deployments or status; both without it",
            completionCandidates = TableChoice.Names.class)
    private @Nullable TableChoice table;

    /** What may be done to those of a table; returns how many there were. */
    @FunctionalInterface
    interface Change {
        long make(RejectedEvents rejected) throws IOException;
    }

    /** The directory of their spools. */
    Path directory(CommandContext context) throws CommandFailure {
        return spool.directory(context);
    }

    /**
     * Changes them, and says of how many.
     *
     * @param done what became of them then
     */
    void change(Path directory, Change change, String done, PrintStream out) throws CommandFailure {
        new SpoolDirectory(directory).look((spools, names) -> {
            for (String name : names) {
                if (table == null || table.table().name().equals(name)) {
                    long events = change.make(new RejectedEvents(directory, name));
                    out.println(name + ": "
                            + (events == 0 ? "nothing is set aside" : Count.of(events, "event") + " " + done));
                }
            }
        });
    }
}
