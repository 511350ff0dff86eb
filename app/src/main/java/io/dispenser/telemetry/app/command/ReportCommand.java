package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.app.logging.ByteSize;
import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.report.ReportBuilder;
import io.dispenser.telemetry.app.report.ReportDocument;
import io.dispenser.telemetry.app.report.ReportPage;
import io.dispenser.telemetry.app.report.ReportScope;
import io.dispenser.telemetry.app.report.ReportTable;
import io.dispenser.telemetry.app.report.TableReading;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
final class ReportCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

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
    ReportCommand(CommandContext context, InstantSource clock) {
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
        ReportBuilder builder = new ReportBuilder(new ReportScope(from, made, since, service, host, false));
        List<ReportTable> tables = read(found, builder, target != null);
        tables.stream()
                .filter(table -> table.trouble() != null)
                .forEach(table -> context.complain(table.location() + ": " + table.trouble()));
        if (tables.stream().allMatch(table -> table.version() < 0)) {
            context.complain("No report was written: there is no table to be read.");
            return ExitCode.FAILURE;
        }
        ReportDocument document = ReportDocument.of(builder);
        String title = "Containers, " + MINUTE.format(from) + " to " + MINUTE.format(made) + " UTC";
        byte[] json = document.json();
        String covers = covers(document, from, made);
        if (target == null) {
            ReportPage.write(title, false, json, context.out());
            context.out().flush();
            context.complain(covers);
        } else {
            long size = target.write(out -> ReportPage.write(title, false, json, out));
            context.out().println(Printable.oneLine(target + ": " + ByteSize.words(size) + ", " + covers));
            context.out().flush();
        }
        if (document.samples() == 0 && document.deployments() == 0) {
            tellOfTheNewestRow(found);
        }
        return tables.stream().allMatch(ReportCommand::isWhole) ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static String covers(ReportDocument document, Instant from, Instant made) {
        return MINUTE.format(from) + " to " + MINUTE.format(made) + " UTC: "
                + Count.of(document.containers(), "container") + " on " + Count.of(document.hosts(), "host") + ", "
                + Count.of(document.samples(), "sample") + ", " + Count.of(document.deployments(), "deployment") + "; "
                + (document.attention() == 0
                        ? "nothing needs attention"
                        : Count.of(document.attention(), "thing") + (document.attention() == 1 ? " needs" : " need")
                                + " attention");
    }

    /** Whether all was read that is there: a table that nobody has written yet lacks nothing. */
    private static boolean isWhole(ReportTable table) {
        return table.trouble() == null || table.isMissing();
    }

    private List<ReportTable> read(TablePlaces.Found found, ReportBuilder builder, boolean shows) {
        Terminal terminal = Terminal.detect();
        ProgressLine progress = new ProgressLine(context.out(), terminal);
        boolean watched = shows && terminal.interactive();
        TableReading reading = new TableReading(builder, (table, share, rows) -> {
            if (watched) {
                progress.update(share, List.of(table, Count.of(rows, "row")));
            }
        });
        List<ReportTable> tables = new ArrayList<>();
        for (Map.Entry<TableChoice, TableUri> place : found.tables().entrySet()) {
            String location = place.getValue().toString();
            TableChoice choice = place.getKey();
            try (TableStore store = found.storage().open(place.getValue())) {
                tables.add(
                        choice == TableChoice.STATUS
                                ? reading.status(store, location)
                                : reading.deployments(store, location));
            } catch (TableStoreException | IllegalArgumentException e) {
                tables.add(reading.unopened(choice.table(), location, String.valueOf(e.getMessage())));
            }
        }
        if (watched) {
            progress.clear();
        }
        return tables;
    }

    /** Why a report is empty: the tables may have ended long ago. */
    private void tellOfTheNewestRow(TablePlaces.Found found) {
        for (Map.Entry<TableChoice, TableUri> place : found.tables().entrySet()) {
            try (TableStore store = found.storage().open(place.getValue())) {
                Optional<Rows> newest = new DeltaTableReader(store).read(RowQuery.newest(1));
                context.complain(place.getKey() + ": no rows of that time; "
                        + newest.flatMap(ReportCommand::time)
                                .map(time -> "the newest row is of " + MINUTE.format(time) + " UTC")
                                .orElse("the table is empty"));
            } catch (TableStoreException | IllegalArgumentException e) {
                // Said already, when it was to be read.
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
