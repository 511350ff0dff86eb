package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.KeySuggestion;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.SecretReference;
import io.dispenser.telemetry.app.toml.Section;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what {@code [telemetry.storage]} holds beyond its settings: properties of the connectors, whose names hold dots: {@code
 * "fs.s3a.connection.maximum" = 20}, or the same without quotes, which TOML takes for tables in tables. A property's value is
 * never shown: it may be a secret.
 */
final class StoreProperties {

    private static final List<String> SETTINGS = Setting.keys(Table.STORAGE);

    private final Diagnostics diagnostics;
    private final Map<String, String> properties = new TreeMap<>();

    StoreProperties(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The properties by name. */
    Map<String, String> read(Section section) {
        for (String key : section.keys()) {
            if (SETTINGS.contains(key)) {
                continue;
            }
            if (key.contains(".") || section.isTable(key)) {
                read(section, key, key);
            } else if (section.isTrusted(key)) {
                KeySuggestion.refuse(section, key, SETTINGS, diagnostics);
            }
        }
        return properties;
    }

    private void read(Section section, String key, String name) {
        if (section.isTable(key)) {
            section.table(key).ifPresent(inner -> {
                for (String innerKey : inner.keys()) {
                    read(inner, innerKey, name + "." + innerKey);
                }
            });
        } else {
            section.scalar(key)
                    .filter(written -> isKnown(written, section.subjectOf(key)))
                    .ifPresent(written -> properties.put(name, written.value().toString()));
        }
    }

    private boolean isKnown(Located<?> written, String subject) {
        if (!SecretReference.isIn(written.value().toString())) {
            return true;
        }
        diagnostics.error(
                written.location(),
                subject,
                SecretReference.NOT_FETCHED,
                "leave the key out and give the store's credentials in the environment");
        return false;
    }
}
