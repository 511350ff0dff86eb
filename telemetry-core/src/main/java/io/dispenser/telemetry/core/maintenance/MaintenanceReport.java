package io.dispenser.telemetry.core.maintenance;

import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.VacuumReport;
import java.util.Optional;

/**
 * What a round of maintenance did.
 *
 * @param expiry empty if the table keeps its rows for ever
 * @param vacuum empty if it was not due
 */
public record MaintenanceReport(
        Optional<ExpiryReport> expiry, CompactionReport compaction, Optional<VacuumReport> vacuum, LogReport log) {}
