package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.InstantSource;

/** Maintenance of a table as the program does not ask for it: into smaller files, or at another time. */
public final class TargetedMaintenance {

    private TargetedMaintenance() {}

    /**
     * The maintenance of a status table by another clock.
     *
     * @param store whose own clock is the same
     */
    public static DeltaMaintenance of(TableStore store, InstantSource clock) {
        return new DeltaMaintenance("status", store, "benchmark/1", clock, Ticker.system(), MaintenanceLimits.DEFAULTS);
    }

    /**
     * The maintenance of a status table.
     *
     * @param targetBytes the size of a file, if it is less than the table's
     */
    public static DeltaMaintenance of(TableStore store, long targetBytes) {
        MaintenanceLimits limits = MaintenanceLimits.DEFAULTS.withMaxTargetBytes(targetBytes);
        return new DeltaMaintenance("status", store, "benchmark/1", InstantSource.system(), Ticker.system(), limits);
    }
}
