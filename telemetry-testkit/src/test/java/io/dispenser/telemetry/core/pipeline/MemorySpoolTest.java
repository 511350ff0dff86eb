package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SpoolContract;

class MemorySpoolTest extends SpoolContract {

    @Override
    protected Spool<ContainerStatusEvent> open(int maxEvents) {
        return new MemorySpool<>(TelemetryTables.STATUS, maxEvents);
    }
}
