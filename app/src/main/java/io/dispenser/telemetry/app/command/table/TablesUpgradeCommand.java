package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.adapter.delta.DeltaTableUpgrade;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.option.TablePlaces;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds columns to tables. */
@Command(
        name = "upgrade",
        description = "Gives the tables that this program created the columns that they lack, by a commit of its own.",
        footer = {
            "",
            "Rows from before have no value there. Programs that know fewer columns, such as Dispenser's own telemetry, can't"
                    + " append to the table any more."
        })
final class TablesUpgradeCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private TablePlaces places = new TablePlaces();

    @Option(names = "--dry-run", description = "Only tells which columns are missing.")
    private boolean dryRun;

    TablesUpgradeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        TablePlaces.Found found = places.find(context);
        int exitCode = ExitCode.OK;
        for (Map.Entry<TableChoice, TableUri> place : found.tables().entrySet()) {
            try (DeltaTableUpgrade table = new DeltaTableUpgrade(
                    place.getKey().table(), found.storage().open(place.getValue()), ProgramVersion.nameAndVersion())) {
                context.out().println(place.getKey() + ": " + words(dryRun ? table.look() : table.upgrade()));
            } catch (SinkException | TableStoreException | IllegalArgumentException e) {
                context.complain(place.getValue() + ": " + e.getMessage());
                exitCode = ExitCode.FAILURE;
            }
        }
        context.out().flush();
        return exitCode;
    }

    private String words(Optional<DeltaTableUpgrade.Result> result) {
        if (result.isEmpty()) {
            return "no table there yet";
        }
        if (result.get().columns().isEmpty()) {
            return "has all columns";
        }
        String columns = String.join(", ", result.get().columns());
        return dryRun ? "lacks " + columns : "version " + result.get().version() + " has " + columns + " as well";
    }
}
