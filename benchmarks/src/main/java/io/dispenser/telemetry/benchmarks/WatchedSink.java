package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A sink that knows how many batches it writes together, and lets some gather where a fail point needs several. */
final class WatchedSink implements BatchSink<ContainerStatusEvent> {

    private final BatchSink<ContainerStatusEvent> sink;
    private final Backlog backlog;

    WatchedSink(BatchSink<ContainerStatusEvent> sink, Backlog backlog) {
        this.sink = sink;
        this.backlog = backlog;
    }

    @Override
    public WriteReceipt write(Batch<ContainerStatusEvent> batch) throws SinkException, InterruptedException {
        backlog.awaitSeveral();
        backlog.underWay(1);
        return sink.write(batch);
    }

    @Override
    public WriteReceipt writeAll(List<Batch<ContainerStatusEvent>> batches) throws SinkException, InterruptedException {
        backlog.underWay(batches.size());
        return sink.writeAll(batches);
    }

    @Override
    public OptionalLong lastNumber(String writerId) throws SinkException, InterruptedException {
        return sink.lastNumber(writerId);
    }

    @Override
    public Optional<List<ContainerStatusEvent>> absent(List<ContainerStatusEvent> events)
            throws SinkException, InterruptedException {
        return sink.absent(events);
    }

    @Override
    public void close() {
        sink.close();
    }
}
