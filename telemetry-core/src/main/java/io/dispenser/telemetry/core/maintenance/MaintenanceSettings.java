package io.dispenser.telemetry.core.maintenance;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when tables are maintained.
 *
 * @param enabled whether at all
 * @param foreignTables whether tables too that this program did not create
 * @param interval how often a table is looked after, by whichever of its agents comes first; at least a minute
 * @param window the hours of the day in which that may be; empty for any
 * @param vacuumInterval how often needless data files are looked for: that takes a request for each date of the table
 * @param keepDays after how many days rows leave the table; empty to keep them for ever
 */
public record MaintenanceSettings(
        boolean enabled,
        boolean foreignTables,
        Duration interval,
        Optional<MaintenanceWindow> window,
        Duration vacuumInterval,
        Optional<Integer> keepDays) {

    /** Every hour of the day, for tables that this program created, which keep their rows for ever. */
    public static final MaintenanceSettings DEFAULTS = new MaintenanceSettings(
            true, false, Duration.ofHours(1), Optional.empty(), Duration.ofDays(1), Optional.empty());

    public MaintenanceSettings {
        if (interval.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("tables are maintained once a minute at most, not every " + interval);
        }
        if (keepDays.isPresent() && keepDays.get() < 1) {
            throw new IllegalArgumentException("rows are kept for a day at least, not for " + keepDays.get());
        }
    }

    /** The same, where rows leave the table after {@code days}. */
    public MaintenanceSettings keeping(Optional<Integer> days) {
        return new MaintenanceSettings(enabled, foreignTables, interval, window, vacuumInterval, days);
    }
}
