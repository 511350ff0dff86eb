package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Bounds;
import io.dispenser.telemetry.app.config.Setting.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads settings with their defaults and bounds. */
final class SettingReader {

    private final Diagnostics diagnostics;

    SettingReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    boolean flag(@Nullable Section section, Setting setting) {
        boolean byDefault = Boolean.parseBoolean(setting.defaultValue());
        return section == null
                ? byDefault
                : section.flag(setting.key()).map(Located::value).orElse(byDefault);
    }

    long number(@Nullable Section section, Setting setting) {
        long byDefault = Long.parseLong(setting.defaultValue());
        if (section == null) {
            return byDefault;
        }
        return section.wholeNumber(setting.key())
                .filter(written -> isWithinBounds(written, setting))
                .map(Located::value)
                .orElse(byDefault);
    }

    /** Reports every key of {@code section} that is none of {@code table}'s. */
    void refuseUnknown(@Nullable Section section, Table table) {
        if (section == null) {
            return;
        }
        List<String> known = Setting.of(table).stream().map(Setting::key).toList();
        for (String key : section.keys()) {
            if (!known.contains(key) && section.isTrusted(key)) {
                KeySuggestion.refuse(section, key, known, diagnostics);
            }
        }
    }

    private boolean isWithinBounds(Located<Long> written, Setting setting) {
        Bounds bounds = setting.bounds();
        String remedy = "write a number from " + bounds.minimum() + " to " + bounds.maximum() + ", or leave it out for "
                + setting.defaultValue();
        if (written.value() < bounds.minimum()) {
            diagnostics.error(written, "less than " + bounds.minimum(), remedy);
            return false;
        }
        if (written.value() > bounds.maximum()) {
            diagnostics.error(written, "more than " + bounds.maximum() + ": " + bounds.reason(), remedy);
            return false;
        }
        return true;
    }
}
