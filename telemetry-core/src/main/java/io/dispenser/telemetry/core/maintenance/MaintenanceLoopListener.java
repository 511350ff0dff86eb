package io.dispenser.telemetry.core.maintenance;

import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.VacuumReport;
import java.time.Duration;
import java.util.Optional;

/** Hears how the care for a table goes. Called on the loop's thread. */
public interface MaintenanceLoopListener {

    /** Hears nothing. */
    MaintenanceLoopListener NONE = new MaintenanceLoopListener() {};

    /** A round is done; {@code vacuum} is empty if it was not due. */
    default void maintained(String table, CompactionReport compaction, Optional<VacuumReport> vacuum, LogReport log) {}

    /** A round failed; the next one is {@code retryIn} away. */
    default void maintenanceFailed(String table, String reason, Duration retryIn) {}
}
