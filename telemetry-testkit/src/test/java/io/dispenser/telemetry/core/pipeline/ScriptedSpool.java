package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.ForwardingSpool;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A spool in memory that fails, or lets something happen, in the middle of an append. */
final class ScriptedSpool extends ForwardingSpool<ContainerStatusEvent> {

    /** What happens during an append, before anything is added. */
    @FunctionalInterface
    interface During {
        void happen() throws InterruptedException;
    }

    int appends;

    @Nullable
    SpoolException failure;

    @Nullable
    SpoolException removalFailure;

    /** What it says of its space; null for nothing. */
    @Nullable
    SpoolSpace space;

    During during = () -> {};

    ScriptedSpool() {
        super(new MemorySpool<>(TelemetryTables.STATUS, 1000));
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
        super.append(events);
    }

    @Override
    public Optional<SpoolSpace> space() {
        return Optional.ofNullable(space);
    }

    @Override
    public void remove(Batch<ContainerStatusEvent> batch) throws SpoolException {
        if (removalFailure != null) {
            throw removalFailure;
        }
        super.remove(batch);
    }
}
