package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.config.TableLocation;
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
final class TablePlaces {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "A directory with the tables, such as a demo's; instead of a configuration.")
    private @Nullable Path directory;

    /** The tables that are named, in the order of the documentation. */
    Map<TableChoice, TableUri> find(StorageAdapters storage, Surroundings surroundings) throws CommandFailure {
        Map<TableChoice, TableUri> tables = new EnumMap<>(TableChoice.class);
        if (directory != null) {
            for (TableChoice choice : TableChoice.values()) {
                tables.put(choice, TableUri.ofDirectory(directory.resolve(choice.toString())));
            }
            return tables;
        }
        TelemetryConfiguration configuration = config.load(storage, surroundings);
        configuration
                .deploymentsTable()
                .map(TableLocation::uri)
                .ifPresent(uri -> tables.put(TableChoice.DEPLOYMENTS, uri));
        configuration.statusTable().map(TableLocation::uri).ifPresent(uri -> tables.put(TableChoice.STATUS, uri));
        return tables;
    }
}
