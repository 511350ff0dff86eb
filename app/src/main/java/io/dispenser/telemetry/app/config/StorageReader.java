package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads {@code [telemetry.storage]}: the documented keys, and properties of the connectors, whose names hold dots: {@code
 * "fs.s3a.connection.maximum" = 20}, or the same without quotes, which TOML takes for tables in tables. A property's value is
 * never shown: it may be a secret.
 */
final class StorageReader {

    private static final List<String> KNOWN_KEYS =
            Setting.of(Table.STORAGE).stream().map(Setting::key).toList();
    private static final Pattern URL = Pattern.compile("https?://[^/\\s]+(/\\S*)?");

    private final Diagnostics diagnostics;
    private final Map<String, String> options = new TreeMap<>();

    StorageReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The settings that are written, by their keys. */
    Map<String, String> read(Section section) {
        for (String key : section.keys()) {
            Optional<Setting> setting = Setting.of(Table.STORAGE, key);
            if (setting.isPresent()) {
                readSetting(section, setting.get());
            } else if (key.contains(".") || section.isTable(key)) {
                readProperties(section, key, key);
            } else if (section.isTrusted(key)) {
                KeySuggestion.refuse(section, key, KNOWN_KEYS, diagnostics);
            }
        }
        return options;
    }

    private void readSetting(Section section, Setting setting) {
        String key = setting.key();
        if (setting.type() == Setting.Type.BOOLEAN) {
            section.flag(key)
                    .ifPresent(written -> options.put(key, written.value().toString()));
            return;
        }
        section.text(key)
                .filter(written -> TextRule.apply(written, "write a value, or leave the key out", diagnostics)
                        .isPresent())
                .filter(written -> setting != Setting.STORAGE_ENDPOINT || isUrl(written))
                .ifPresent(written -> options.put(key, written.value()));
    }

    private boolean isUrl(Located<String> written) {
        if (URL.matcher(written.value()).matches()) {
            return true;
        }
        diagnostics.error(written, "not a URL", "write http://host:port or https://host:port");
        return false;
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

    private void readProperties(Section section, String key, String name) {
        if (section.isTable(key)) {
            section.table(key).ifPresent(inner -> {
                for (String innerKey : inner.keys()) {
                    readProperties(inner, innerKey, name + "." + innerKey);
                }
            });
        } else {
            section.scalar(key)
                    .filter(written -> isKnown(written, section.subjectOf(key)))
                    .ifPresent(written -> options.put(name, written.value().toString()));
        }
    }
}
