package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.output.Printable;
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
            "A small file is smaller than half the target size. Commits are those that are still in the log; those since"
                    + " the checkpoint are read whenever the table is opened.",
            "Where hosts hand their rows over to one of them, a line below the list says what waits and who commits for all."
        })
final class TablesCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private TablePlaces places = new TablePlaces();

    @Mixin
    private FormatOption format = new FormatOption();

    TablesCommand(CommandContext context) {
        this.context = context;
    }

    static CommandLine of(CommandContext context) {
        return new CommandLine(new TablesCommand(context)).addSubcommand(new TablesUpgradeCommand(context));
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        TablePlaces.Found found = places.find(context);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> handedOver = new ArrayList<>();
        int exitCode = ExitCode.OK;
        for (Map.Entry<TableChoice, TableUri> table : found.tables().entrySet()) {
            String name = table.getKey().toString();
            try (DeltaMaintenance maintenance = open(found.storage(), table.getValue(), name)) {
                Optional<TableDescription> description = maintenance.describe();
                for (String warning :
                        description.map(TableDescription::warnings).orElse(List.of())) {
                    context.complain(table.getValue() + ": " + warning);
                }
                description.flatMap(HandOverWords::of).ifPresent(words -> handedOver.add(name + ": " + words));
                rows.add(
                        format.isForPeople()
                                ? TableColumns.forPeople(name, description)
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
            handedOver.forEach(words -> out.println(Printable.oneLine(words)));
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
