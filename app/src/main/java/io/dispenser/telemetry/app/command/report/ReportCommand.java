package io.dispenser.telemetry.app.command.report;

import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.app.command.option.Since;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.option.TablePlaces;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.process.ShownProgress;
import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.report.ReportScope;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a page of what the tables tell. */
@Command(
        name = "report",
        description = "Writes one HTML file that shows how the containers fared, the worst first.",
        footer = {
            "",
            "T is an instant (2026-03-01T10:00:00Z), a date, or how long ago: 90s, 15m, 2h, 7d.",
            "The file needs no network, and no other file. With -o - it goes to the standard output."
        })
public final class ReportCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    private final CommandContext context;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TablePlaces places = new TablePlaces();

    @Option(
            names = "--since",
            paramLabel = "T",
            defaultValue = "7d",
            description = "The time that is covered, from then on. Default: ${DEFAULT-VALUE}")
    private String since = "7d";

    @Option(names = "--service", paramLabel = "S", description = "Only this service.")
    private @Nullable String service;

    @Option(names = "--host", paramLabel = "H", description = "Only this host.")
    private @Nullable String host;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The file to write. Default: ${DEFAULT-VALUE}")
    private String output = "report.html";

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    public ReportCommand(CommandContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        Instant made = clock.instant();
        Instant from = Since.parse(since, InstantSource.fixed(made))
                .orElseThrow(
                        () -> usage(
                                "--since " + since
                                        + " is no point in time: write an instant (2026-03-01T10:00:00Z), a date, or how long ago (7d)"));
        if (!from.isBefore(made)) {
            throw usage("--since " + since + " is not in the past: a report is of the time until now");
        }
        ReportTarget target = output.equals(STANDARD_OUTPUT) ? null : new ReportTarget(Path.of(output));
        TablePlaces.Found found = places.find(context);
        Terminal terminal = Terminal.detect();
        ReadingProgress progress = new ReadingProgress(
                ShownProgress.on(context.out(), terminal), target != null && terminal.interactive(), Ticker.system());
        TableReport report = TableReport.of(
                found.tables(), found.storage(), new ReportScope(from, made, since, service, host, false), progress);
        report.tables().stream()
                .filter(table -> table.trouble() != null)
                .forEach(table -> context.complain(table.location() + ": " + table.trouble()));
        if (report.isOfNothing()) {
            context.complain("No report was written: there is no table to be read.");
            return ExitCode.FAILURE;
        }
        if (target == null) {
            report.write(context.out());
            context.out().flush();
            context.complain(report.summary());
        } else {
            long size = target.write(report::write);
            context.out().println(Printable.oneLine(target + ": " + ByteSize.words(size) + ", " + report.summary()));
            context.out().flush();
        }
        if (report.isEmpty()) {
            tellOfTheNewestRow(found, report);
        }
        return report.isWhole() ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** Why a report is empty: the tables may have ended long ago. */
    private void tellOfTheNewestRow(TablePlaces.Found found, TableReport report) {
        for (Map.Entry<TableChoice, TableUri> place : found.tables().entrySet()) {
            if (!report.wasRead(place.getKey())) {
                continue; // which was said
            }
            try (TableStore store = found.storage().open(place.getValue())) {
                Optional<Rows> newest = new DeltaTableReader(store).read(RowQuery.newest(1));
                context.complain(place.getKey() + ": no rows that were asked for; "
                        + newest.flatMap(ReportCommand::time)
                                .map(time -> "the newest row of all is of " + TableReport.minute(time) + " UTC")
                                .orElse("the table is empty"));
            } catch (TableStoreException | IllegalArgumentException e) {
                // It was read a moment ago; what else there is to say of it was said.
            }
        }
    }

    private static Optional<Instant> time(Rows rows) {
        int column = rows.columns().indexOf("timestamp");
        return rows.rows().isEmpty() || column < 0 || !(rows.rows().get(0).get(column) instanceof Instant time)
                ? Optional.empty()
                : Optional.of(time);
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
