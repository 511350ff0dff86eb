package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.app.command.option.FormatOption;
import io.dispenser.telemetry.app.command.option.Since;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.option.TablePlaces;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads rows back. */
@Command(
        name = "show",
        description = "Prints rows of the tables, newest first.",
        footer = {
            "",
            "T is an instant (2026-03-01T10:00:00Z), a date, or how long ago: 90s, 15m, 2h, 7d.",
            "Without a table, both are printed; --format json and csv need one."
        })
public final class ShowCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "TABLE",
            description = "deployments or status",
            completionCandidates = TableChoice.Names.class)
    private @Nullable TableChoice table;

    @Mixin
    private TablePlaces places = new TablePlaces();

    @Option(names = "--service", paramLabel = "S", description = "Only rows of this service.")
    private @Nullable String service;

    @Option(names = "--since", paramLabel = "T", description = "Only rows from then on.")
    private @Nullable String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many rows of a table. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = "--columns",
            paramLabel = "C",
            split = ",",
            description = "Only these columns, in this order: timestamp,service,host")
    private List<String> columns = List.of();

    @Option(names = "--wide", description = "All columns, however wide the terminal is.")
    private boolean wide;

    @Mixin
    private FormatOption format = new FormatOption();

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    public ShowCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (table == null && !format.isForPeople()) {
            throw usage("say which table --format " + format.chosen().name().toLowerCase(Locale.ROOT)
                    + " is to print: deployments or status");
        }
        if (limit < 1) {
            throw usage("--limit must be at least 1, not " + limit);
        }
        Optional<Instant> from = Optional.empty();
        if (since != null) {
            from = Since.parse(since, InstantSource.system());
            if (from.isEmpty()) {
                throw usage(
                        "--since " + since
                                + " is no point in time: write an instant (2026-03-01T10:00:00Z), a date, or how long ago (2h)");
            }
        }
        TablePlaces.Found found = places.find(context);
        TablePrinter printer = new TablePrinter(
                found.storage(),
                context.out(),
                wide ? Terminal.detect().wide() : Terminal.detect(),
                format.chosen(),
                columns);
        List<TableChoice> wanted = table == null ? List.of(TableChoice.values()) : List.of(table);
        for (TableChoice choice : wanted) {
            TableUri uri = found.place(choice);
            if (wanted.size() > 1) {
                printer.heading(choice.toString(), uri);
            }
            printer.print(uri, new RowQuery(service, from.orElse(null), limit));
        }
        return ExitCode.OK;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
