package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.app.config.TableLocationsReader.TableLocations;
import io.dispenser.telemetry.app.config.TelemetryConfiguration.TelemetrySection;
import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.KeySuggestion;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.TomlFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code [telemetry]} and the tables in it. */
final class TelemetryReader {

    private static final String NAME = Table.TELEMETRY.key();

    private final TomlFile file;
    private final Diagnostics diagnostics;
    private final ServedSchemes served;
    private final Map<Setting<?>, Object> written = new HashMap<>();

    TelemetryReader(TomlFile file, ServedSchemes served) {
        this.file = file;
        this.diagnostics = file.diagnostics();
        this.served = served;
    }

    TelemetrySection read() {
        file.lostBlocks().stream()
                .filter(block -> block.mayBeOf(NAME))
                .forEach(block -> diagnostics.refuse(block.failed()));
        Optional<Section> section = file.table(NAME);
        if (section.isEmpty()) {
            warnOfMistypedTable();
            return new TelemetrySection(Map.of(), new TableLocations(null, null), Map.of());
        }
        Section telemetry = section.get();
        if (!isWhole(telemetry)) {
            return new TelemetrySection(Map.of(), new TableLocations(null, null), Map.of());
        }
        read(telemetry, Table.TELEMETRY);
        DispenserKeys theirs = new DispenserKeys(written);
        refuseUnknown(telemetry, Table.TELEMETRY, theirs);
        TableLocations tables = new TableLocationsReader(file, served).read(telemetry, isMeantToBeEnabled(telemetry));
        readTables(telemetry, Table.TELEMETRY, theirs);
        theirs.report(diagnostics);
        Map<String, String> storageOptions = new TreeMap<>();
        telemetry.table(Table.STORAGE.key()).ifPresent(storage -> {
            read(storage, Table.STORAGE);
            storageOptions.putAll(new StoreProperties(diagnostics).read(storage));
        });
        Setting.of(Table.STORAGE).stream()
                .filter(written::containsKey)
                .forEach(setting -> storageOptions.put(setting.key(), String.valueOf(written.get(setting))));
        return new TelemetrySection(written, tables, storageOptions);
    }

    /** The tables in {@code parent}, but for that of stores, which takes their own keys as well. */
    private void readTables(Section section, Table parent, DispenserKeys theirs) {
        for (Table table : Table.values()) {
            if (table.parent() == parent && table != Table.STORAGE) {
                section.table(table.key()).ifPresent(found -> {
                    read(found, table);
                    refuseUnknown(found, table, theirs);
                    readTables(found, table, theirs);
                });
            }
        }
    }

    private void read(Section section, Table table) {
        for (Setting<?> setting : Setting.of(table)) {
            setting.read(section).ifPresent(value -> written.put(setting, value));
        }
    }

    /** What it lacks is no fault as long as it says that it is off. */
    private boolean isMeantToBeEnabled(Section section) {
        String key = Setting.ENABLED.key();
        return written.get(Setting.ENABLED) instanceof Boolean enabled
                ? enabled
                : section.keys().contains(key) || !file.isSurelyMissing(key);
    }

    /** Nothing that telemetry itself is to go by may be unknown: what of it could not be rendered is an error. */
    private boolean isWhole(Section telemetry) {
        telemetry.failed().forEach(diagnostics::refuse);
        return telemetry.failed().isEmpty();
    }

    private void refuseUnknown(Section section, Table table, DispenserKeys theirs) {
        List<String> known = Setting.keys(table);
        for (String key : section.keys()) {
            if (!known.contains(key) && section.isTrusted(key) && !theirs.take(section, table, key)) {
                KeySuggestion.refuse(section, key, known, diagnostics);
            }
        }
    }

    private void warnOfMistypedTable() {
        if (file.keys().contains(NAME)) {
            return;
        }
        for (String key : file.keys()) {
            if (KeySuggestion.distance(key, NAME) <= 2) {
                diagnostics.warning(
                        file.locationOfKey(key),
                        "[" + key + "]",
                        "there is no [telemetry], so telemetry is disabled",
                        "write [telemetry] if that was meant");
            }
        }
    }
}
