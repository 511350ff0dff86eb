package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.app.config.TableLocationsReader.TableLocations;
import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.TomlFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether Dispenser's own telemetry writes to the tables that we write to, so that each container has its rows twice. That is only
 * sure of a file that Dispenser reads and we don't: a {@code [telemetry]} that we read may be meant for us alone, on a host
 * without Dispenser, or with one that has no telemetry.
 */
final class SharedTables {

    private final ServedSchemes served;

    SharedTables(ServedSchemes served) {
        this.served = served;
    }

    /** @param dispensers Dispenser's file; what is wrong with its {@code [telemetry]} is not our business */
    void warn(TableLocations ours, TomlFile dispensers, Diagnostics diagnostics) {
        Diagnostics unheard = new Diagnostics(Table.TELEMETRY.key());
        TomlFile file = dispensers.withDiagnostics(unheard);
        Optional<Section> telemetry = file.table("telemetry");
        boolean enabled = telemetry
                .flatMap(section -> section.flag(Setting.ENABLED.key()))
                .map(Located::value)
                .orElse(false);
        if (!enabled) {
            return;
        }
        TableLocations theirs = new TableLocationsReader(file, served).read(telemetry.orElseThrow(), false);
        warn(ours.deployments(), theirs.deployments(), diagnostics);
        warn(ours.status(), theirs.status(), diagnostics);
    }

    private static void warn(@Nullable TableLocation our, @Nullable TableLocation their, Diagnostics diagnostics) {
        if (our != null && their != null && TableLocationsReader.areSame(our.uri(), their.uri())) {
            diagnostics.warning(
                    our.location(),
                    our.subject(),
                    "Dispenser's own telemetry is enabled and writes the same table (" + their.location()
                            + "), so each row is there twice",
                    "set enabled = false there, or name another table here");
        }
    }
}
