package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.app.command.option.FormatOption;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.option.TablePlaces;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.Styled;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.output.WrappedText;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Describes the tables. */
@Command(
        name = "tables",
        description = "Shows how large the tables are, and how they are kept.",
        footer = {
            "",
            "30 days: rows a day, by the days of their timestamps, up to today. State: WARN has its reason below the list. "
                    + "A small file is smaller than half the target size. Commits are those that are still in the log; those since"
                    + " the checkpoint are read whenever the table is opened.",
            "Where hosts hand their rows over to one of them, a line below the list says what waits and who commits for all."
        })
public final class TablesCommand implements Callable<Integer> {

    private static final int INDENT = 2;

    private final CommandContext context;

    @Mixin
    private TablePlaces places = new TablePlaces();

    @Mixin
    private FormatOption format = new FormatOption();

    TablesCommand(CommandContext context) {
        this.context = context;
    }

    public static CommandLine of(CommandContext context) {
        return new CommandLine(new TablesCommand(context)).addSubcommand(new TablesUpgradeCommand(context));
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        TablePlaces.Found found = places.find(context);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> below = new ArrayList<>();
        int exitCode = ExitCode.OK;
        for (Map.Entry<TableChoice, TableUri> table : found.tables().entrySet()) {
            String name = table.getKey().toString();
            try (DeltaMaintenance maintenance = open(found.storage(), table.getValue(), name)) {
                Optional<TableDescription> description = maintenance.describe();
                List<String> reasons = description
                        .map(known -> TableState.reasons(table.getKey(), known))
                        .orElse(List.of());
                List<String> warnings =
                        description.map(TableDescription::warnings).orElse(List.of());
                for (String warning : warnings) {
                    context.complain(table.getValue() + ": " + warning);
                }
                reasons.forEach(reason -> below.add(name + ": " + reason));
                description.flatMap(HandOverWords::of).ifPresent(words -> below.add(name + ": " + words));
                Styled state = TableState.word(
                        description,
                        Stream.concat(reasons.stream(), warnings.stream()).toList());
                rows.add(
                        format.isForPeople()
                                ? TableColumns.forPeople(name, state, description)
                                : TableColumns.forPrograms(
                                        name, table.getValue().toString(), description));
            } catch (MaintenanceException | TableStoreException | IllegalArgumentException e) {
                context.complain(table.getValue() + ": " + e.getMessage());
                exitCode = ExitCode.FAILURE;
            }
        }
        PrintStream out = context.out();
        format.writer().write(format.isForPeople() ? TableColumns.PEOPLE : TableColumns.PROGRAMS, rows, out);
        if (format.isForPeople()) {
            int width = Terminal.detect().width();
            below.forEach(words ->
                    WrappedText.lines(Printable.oneLine(words), width, INDENT).forEach(out::println));
        }
        out.flush();
        return exitCode;
    }

    private static DeltaMaintenance open(StorageAdapters storage, TableUri uri, String name)
            throws TableStoreException {
        TableStore store = storage.open(uri);
        return new DeltaMaintenance(name, store, ProgramVersion.nameAndVersion());
    }
}
