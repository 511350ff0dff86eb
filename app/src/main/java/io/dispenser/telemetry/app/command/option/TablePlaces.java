package io.dispenser.telemetry.app.command.option;

import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.wiring.Wiring;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where the tables are: a configuration, or a directory that holds them. */
public final class TablePlaces {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "A directory with the tables, such as a demo's; instead of a configuration.")
    private @Nullable Path directory;

    /**
     * What was found.
     *
     * @param origin what names them
     * @param tables where the tables are, in the order of the documentation
     * @param keepDays after how many days rows leave them; those that keep theirs for ever are not in it
     * @param storage what opens them
     */
    public record Found(
            Path origin,
            Map<TableChoice, TableUri> tables,
            Map<TableChoice, Integer> keepDays,
            StorageAdapters storage) {

        /** Where a table is that somebody asked for by name. */
        public TableUri place(TableChoice choice) throws CommandFailure {
            TableUri uri = tables.get(choice);
            if (uri == null) {
                throw new CommandFailure(
                        ExitCode.USAGE, origin + ": [telemetry] names no " + choice + " table; add " + choice.key());
            }
            return uri;
        }
    }

    /**
     * Looks up where they are, without going there.
     *
     * @throws CommandFailure if the configuration can't be used
     */
    public Found find(CommandContext context) throws CommandFailure {
        Map<TableChoice, TableUri> tables = new EnumMap<>(TableChoice.class);
        if (directory != null) {
            for (TableChoice choice : TableChoice.values()) {
                tables.put(choice, TableUri.ofDirectory(directory.resolve(choice.toString())));
            }
            return new Found(directory, tables, Map.of(), Wiring.storage(context, Map.of()));
        }
        TelemetryConfiguration configuration = config.load(context);
        configuration.deploymentsTable().ifPresent(table -> tables.put(TableChoice.DEPLOYMENTS, table.uri()));
        configuration.statusTable().ifPresent(table -> tables.put(TableChoice.STATUS, table.uri()));
        Map<TableChoice, Integer> keepDays = new EnumMap<>(TableChoice.class);
        for (TableChoice choice : TableChoice.values()) {
            configuration.find(choice.keepDays()).ifPresent(days -> keepDays.put(choice, days));
        }
        return new Found(config.file(), tables, keepDays, Wiring.storage(context, configuration.storageOptions()));
    }
}
