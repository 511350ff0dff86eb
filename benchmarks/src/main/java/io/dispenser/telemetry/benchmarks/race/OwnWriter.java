package io.dispenser.telemetry.benchmarks.race;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;

/** This program's sink, in this process. */
final class OwnWriter implements AutoCloseable {

    private final DeltaSink<ContainerStatusEvent> sink;
    private final RaceRows samples;
    private final int rows;
    private long number;
    private long bytes;

    OwnWriter(TableStore store, RaceRows samples, int rows) {
        this.sink = new DeltaSink<>(TelemetryTables.STATUS, store, "race/1");
        this.samples = samples;
        this.rows = rows;
    }

    /** Writes the next batch: from events to a commit. In nanoseconds. */
    long write() throws Exception {
        Batch<ContainerStatusEvent> batch = samples.batch("race", number++, rows);
        long begin = System.nanoTime();
        bytes = sink.write(batch).bytes();
        return System.nanoTime() - begin;
    }

    /** The size of the data file that was written last. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        sink.close();
    }
}
