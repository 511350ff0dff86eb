package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.InstantSource;

/** A sink that goes by another clock than the machine's. */
public final class ClockedSink {

    private ClockedSink() {}

    /**
     * The sink of a status table.
     *
     * @param store where the table is; the sink closes it
     */
    public static BatchSink<ContainerStatusEvent> of(TableStore store, InstantSource clock) {
        return new DeltaSink<>(TelemetryTables.STATUS, store, "benchmark/1", clock);
    }
}
