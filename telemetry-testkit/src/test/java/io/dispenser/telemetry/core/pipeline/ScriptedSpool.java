package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A spool in memory that fails, or lets something happen, in the middle of an append. */
final class ScriptedSpool implements Spool<ContainerStatusEvent> {

    private final Spool<ContainerStatusEvent> spool = Spool.inMemory(TelemetryTables.STATUS, 1000);

    /** What happens during an append, before anything is added. */
    @FunctionalInterface
    interface During {
        void happen() throws InterruptedException;
    }

    int appends;

    @Nullable
    SpoolException failure;

    During during = () -> {};

    @Override
    public String writerId() {
        return spool.writerId();
    }

    @Override
    public void append(List<ContainerStatusEvent> events) throws SpoolException {
        try {
            during.happen();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw failure;
        }
        appends++;
        spool.append(events);
    }

    @Override
    public long openEvents() {
        return spool.openEvents();
    }

    @Override
    public long openBytes() {
        return spool.openBytes();
    }

    @Override
    public Optional<Long> seal() throws SpoolException {
        return spool.seal();
    }

    @Override
    public List<Batch<ContainerStatusEvent>> waiting(int maxEvents) throws SpoolException {
        return spool.waiting(maxEvents);
    }

    @Override
    public void remove(Batch<ContainerStatusEvent> batch) throws SpoolException {
        spool.remove(batch);
    }

    @Override
    public long nextNumber() {
        return spool.nextNumber();
    }

    @Override
    public String renewWriter() throws SpoolException {
        return spool.renewWriter();
    }

    @Override
    public void reissue(Batch<ContainerStatusEvent> oldest, List<ContainerStatusEvent> events) throws SpoolException {
        spool.reissue(oldest, events);
    }

    @Override
    public long events() {
        return spool.events();
    }

    @Override
    public void close() {
        spool.close();
    }
}
