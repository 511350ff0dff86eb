package io.dispenser.telemetry.benchmarks.race;

import com.sun.management.ThreadMXBean;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.lang.management.ManagementFactory;

/** This program's sink, in this process. */
final class OwnWriter implements AutoCloseable {

    private final DeltaSink<ContainerStatusEvent> sink;
    private final RaceRows samples;
    private final int rows;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long number;
    private long bytes;
    private long cpuNanos;
    private long allocated;

    OwnWriter(TableStore store, RaceRows samples, int rows) {
        this.sink = new DeltaSink<>(TelemetryTables.STATUS, store, "race/1");
        this.samples = samples;
        this.rows = rows;
    }

    /** Writes the next batch: from events to a commit. In nanoseconds. */
    long write() throws Exception {
        Batch<ContainerStatusEvent> batch = samples.batch("race", number++, rows);
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        bytes = sink.write(batch).bytes();
        long nanos = System.nanoTime() - begin;
        cpuNanos = threads.getCurrentThreadCpuTime() - cpuBefore;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        return nanos;
    }

    /** The size of the data file that was written last. */
    long bytes() {
        return bytes;
    }

    /** What of the last batch's time this thread computed. */
    long cpuNanos() {
        return cpuNanos;
    }

    /** How many bytes of heap the last batch took. */
    long allocated() {
        return allocated;
    }

    @Override
    public void close() {
        sink.close();
    }
}
