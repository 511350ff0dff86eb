package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.TableMaintenance;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.TableMaintenanceContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class DeltaMaintenanceContractTest extends TableMaintenanceContract {

    private final ManualInstants clock = new ManualInstants(Instant.parse("2026-03-01T18:00:00Z"));
    private final InMemoryTableStore store = new InMemoryTableStore(clock);

    @Override
    protected BatchSink<ContainerStatusEvent> openSink() {
        return new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1", clock);
    }

    @Override
    protected void createForeign() throws Exception {
        new DeltaLog(store, "another program", Map.of(), Map.of()).create(TelemetryTables.STATUS);
    }

    @Override
    protected TableMaintenance open() {
        return new DeltaMaintenance(
                "status", store.anotherClient(), "test/1", clock, Ticker.system(), MaintenanceLimits.DEFAULTS);
    }

    @Override
    protected List<ContainerStatusEvent> written() throws Exception {
        return ReadBack.statuses(store);
    }

    @Override
    protected void advance(Duration time) {
        clock.advance(time);
    }
}
