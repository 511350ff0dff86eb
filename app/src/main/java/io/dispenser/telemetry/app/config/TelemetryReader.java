package io.dispenser.telemetry.app.config;

import static io.dispenser.telemetry.app.config.Setting.BUFFER_SIZE;
import static io.dispenser.telemetry.app.config.Setting.ENABLED;
import static io.dispenser.telemetry.app.config.Setting.FLUSH_INTERVAL;
import static io.dispenser.telemetry.app.config.Setting.SHUTDOWN_TIMEOUT;
import static io.dispenser.telemetry.app.config.Setting.SPOOL_DIR;
import static io.dispenser.telemetry.app.config.Setting.SPOOL_MAX_MB;
import static io.dispenser.telemetry.app.config.Setting.STATUS_INTERVAL;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.app.config.TableLocationsReader.TableLocations;
import io.dispenser.telemetry.app.config.TelemetryConfiguration.TelemetrySection;
import io.dispenser.telemetry.app.storage.ServedSchemes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code [telemetry]}. */
final class TelemetryReader {

    private static final String TABLE = "telemetry";
    private static final long BYTES_A_MIB = 1024L * 1024;
    private static final List<String> KNOWN_KEYS = Stream.concat(
                    Setting.of(Table.TELEMETRY).stream().map(Setting::key),
                    Arrays.stream(Table.values()).map(Table::tableName).filter(name -> !name.isEmpty()))
            .toList();

    private final TomlFile file;
    private final Diagnostics diagnostics;
    private final ServedSchemes served;
    private final SettingReader settings;

    TelemetryReader(TomlFile file, ServedSchemes served) {
        this.file = file;
        this.diagnostics = file.diagnostics();
        this.served = served;
        this.settings = new SettingReader(diagnostics);
    }

    TelemetrySection read() {
        @Nullable Section section = file.table(TABLE).orElse(null);
        if (section == null) {
            warnOfMistypedTable();
        } else {
            refuseUnknownKeys(section);
        }
        Optional<Boolean> written = Optional.ofNullable(section)
                .flatMap(there -> there.flag(ENABLED.key()))
                .map(Located::value);
        boolean enabled = written.orElse(Boolean.parseBoolean(ENABLED.defaultValue()));
        boolean meantToBeEnabled = written.orElse(section != null && isWrittenSomehow(section, ENABLED));
        TableLocations tables = section == null
                ? new TableLocations(null, null)
                : new TableLocationsReader(file, served).read(section, meantToBeEnabled);
        DockerReader docker = new DockerReader(settings);
        return new TelemetrySection(
                enabled,
                tables.deployments(),
                tables.status(),
                Duration.ofSeconds(settings.number(section, STATUS_INTERVAL)),
                Math.toIntExact(settings.number(section, BUFFER_SIZE)),
                Duration.ofSeconds(settings.number(section, FLUSH_INTERVAL)),
                Optional.ofNullable(section)
                        .flatMap(there -> there.text(SPOOL_DIR.key()))
                        .flatMap(new DirectoryRule(file.path(), diagnostics)::apply)
                        .orElse(null),
                settings.number(section, SPOOL_MAX_MB) * BYTES_A_MIB,
                Duration.ofSeconds(settings.number(section, SHUTDOWN_TIMEOUT)),
                inner(section, Table.STORAGE)
                        .map(new StorageReader(diagnostics)::read)
                        .orElse(Map.of()),
                settings.flag(section, Setting.RESOURCE_USAGE),
                docker.filter(inner(section, Table.DOCKER).orElse(null)),
                docker.timeout(inner(section, Table.DOCKER).orElse(null)),
                new MaintenanceReader(settings, diagnostics)
                        .read(inner(section, Table.MAINTENANCE).orElse(null)));
    }

    private static Optional<Section> inner(@Nullable Section section, Table table) {
        return Optional.ofNullable(section).flatMap(there -> there.table(table.tableName()));
    }

    private boolean isWrittenSomehow(Section section, Setting setting) {
        return section.keys().contains(setting.key()) || !file.isSurelyMissing(setting.key());
    }

    private void warnOfMistypedTable() {
        if (file.keys().contains(TABLE)) {
            return;
        }
        for (String key : file.keys()) {
            if (KeySuggestion.distance(key, TABLE) <= 2) {
                diagnostics.warning(
                        file.locationOfKey(key),
                        "[" + key + "]",
                        "there is no [telemetry], so telemetry is disabled",
                        "write [telemetry] if that was meant");
            }
        }
    }

    private void refuseUnknownKeys(Section section) {
        for (String key : section.keys()) {
            if (!KNOWN_KEYS.contains(key) && section.isTrusted(key)) {
                KeySuggestion.refuse(section, key, KNOWN_KEYS, diagnostics);
            }
        }
    }
}
