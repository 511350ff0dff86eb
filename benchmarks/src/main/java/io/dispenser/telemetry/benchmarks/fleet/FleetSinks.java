package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.adapter.delta.ClockedSink;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.storage.TableStore;

/** What hosts write with, which is what is measured. */
@FunctionalInterface
interface FleetSinks {

    /** Every host commits by itself. */
    FleetSinks DIRECT = (writerId, store, time) -> ClockedSink.of(store, time.instants());

    /** Hosts hand their batches over to one of them where they are in each other's way. */
    FleetSinks GROUPED = (writerId, store, time) -> ClockedSink.grouped(
            store, new GroupCommitMeans(time.instants(), time.ticker(), new TimelineScheduler(time)));

    /**
     * The sink of one host. The caller closes it, on a thread of {@code time}.
     *
     * @param writerId of all of the host's batches
     * @param store a client of the host's own, which the sink closes
     * @param time where the sink waits, and starts what it does beside; threads that commit for other hosts have names that
     *     begin with {@link Party#HOLDER_THREAD}
     */
    BatchSink<ContainerStatusEvent> open(String writerId, TableStore store, Timeline time);
}
