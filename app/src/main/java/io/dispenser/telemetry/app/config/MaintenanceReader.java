package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import io.dispenser.telemetry.core.maintenance.MaintenanceWindow;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code [telemetry.maintenance]}. */
final class MaintenanceReader {

    private final SettingReader settings;
    private final Diagnostics diagnostics;

    MaintenanceReader(SettingReader settings, Diagnostics diagnostics) {
        this.settings = settings;
        this.diagnostics = diagnostics;
    }

    MaintenanceSettings read(@Nullable Section section) {
        settings.refuseUnknown(section, Table.MAINTENANCE);
        return new MaintenanceSettings(
                settings.flag(section, Setting.MAINTENANCE_ENABLED),
                MaintenanceSettings.DEFAULTS.foreignTables(),
                Duration.ofSeconds(settings.number(section, Setting.MAINTENANCE_INTERVAL)),
                Optional.ofNullable(section)
                        .flatMap(there -> there.text(Setting.MAINTENANCE_WINDOW.key()))
                        .flatMap(this::window),
                MaintenanceSettings.DEFAULTS.vacuumInterval());
    }

    private Optional<MaintenanceWindow> window(Located<String> written) {
        try {
            return Optional.of(MaintenanceWindow.parse(written.value()));
        } catch (IllegalArgumentException e) {
            diagnostics.error(
                    written, String.valueOf(e.getMessage()), "write such a window, or leave the key out for any hour");
            return Optional.empty();
        }
    }
}
