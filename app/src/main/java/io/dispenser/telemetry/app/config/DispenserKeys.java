package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.app.config.SettingValue.Bounds;
import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.KeySuggestion;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.SourceLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of {@code [telemetry]} that Dispenser has of its own, of versions later than the one that this program goes by. What is the
 * same thing here is taken; all others are named in one warning, and never an error.
 */
final class DispenserKeys {

    private static final String INTERVAL = "interval_seconds";
    private static final String TABLE_URI = "table_uri_";

    private final Map<Setting<?>, Object> written;
    private final List<String> ignored = new ArrayList<>();
    private Optional<SourceLocation> first = Optional.empty();

    /** @param written the values of our own settings; what is taken is added */
    DispenserKeys(Map<Setting<?>, Object> written) {
        this.written = written;
    }

    /** Whether {@code key} is one of them; it is read then. */
    boolean take(Section section, Table table, String key) {
        if (table == Table.TELEMETRY && key.startsWith(TABLE_URI) && !isMistyped(key)) {
            ignore(section, key);
            return true;
        }
        if (table != Table.MAINTENANCE || !key.matches(".+_(seconds|hours)")) {
            return false;
        }
        if (!key.equals(INTERVAL) || !takeInterval(section)) {
            ignore(section, key);
        }
        return true;
    }

    /** A table of ours with two letters wrong is hardly another table. */
    private static boolean isMistyped(String key) {
        return Setting.keys(Table.TELEMETRY).stream().anyMatch(ours -> KeySuggestion.distance(key, ours) <= 2);
    }

    private boolean takeInterval(Section section) {
        Setting<?> ours = Setting.MAINTENANCE_INTERVAL;
        Bounds bounds = ours.value().bounds();
        Optional<Long> seconds = section.wholeNumberIfOne(INTERVAL);
        if (bounds == null
                || seconds.isEmpty()
                || seconds.get() < bounds.minimum()
                || seconds.get() > bounds.maximum()
                || section.keys().contains(ours.key())) {
            return false;
        }
        written.put(ours, Duration.ofSeconds(seconds.get()));
        return true;
    }

    private void ignore(Section section, String key) {
        ignored.add(section.subjectOf(key));
        if (first.isEmpty()) {
            first = Optional.of(section.locationOfKey(key));
        }
    }

    /** Names those that nothing here goes by. */
    void report(Diagnostics diagnostics) {
        first.ifPresent(location -> diagnostics.warning(
                location,
                String.join(", ", ignored),
                "of Dispenser's own telemetry, and nothing here goes by " + (ignored.size() == 1 ? "it" : "them"),
                "docs/configure.md lists what this program goes by"));
    }
}
