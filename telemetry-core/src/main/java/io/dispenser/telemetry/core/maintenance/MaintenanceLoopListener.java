package io.dispenser.telemetry.core.maintenance;

import java.time.Duration;

/** Hears how the care for a table goes. Called on the loop's thread. */
public interface MaintenanceLoopListener {

    /** A round is done. */
    default void maintained(String table, MaintenanceReport report) {}

    /** There is no round this time, as another process has done it, or is at it. */
    default void maintainedByAnother(String table) {}

    /** A round failed; the next one is {@code retryIn} away. */
    default void maintenanceFailed(String table, String reason, Duration retryIn) {}
}
