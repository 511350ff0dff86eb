package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.InstantSource;

/** Maintenance of a table into smaller files than the program would write. */
public final class TargetedMaintenance {

    private TargetedMaintenance() {}

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
