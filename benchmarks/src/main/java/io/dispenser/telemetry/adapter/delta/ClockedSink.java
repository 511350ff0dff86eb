package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
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

    /** The same, whose batches another host may commit. */
    public static BatchSink<ContainerStatusEvent> grouped(TableStore store, GroupCommitMeans means) {
        return grouped(store, GroupCommitMode.AUTO, means);
    }

    /** The same with a choice. */
    public static BatchSink<ContainerStatusEvent> grouped(
            TableStore store, GroupCommitMode mode, GroupCommitMeans means) {
        return new DeltaSink<>(TelemetryTables.STATUS, store, "benchmark/1", mode, means);
    }
}
