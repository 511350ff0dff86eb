package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.io.IOException;
import java.util.List;

/** Finds out which events a version of a table lacks, by their rows. */
@FunctionalInterface
public interface RowsOfBatches<E extends TelemetryEvent> {

    /** Those of {@code events}, in their order, that {@code snapshot} lacks: the same objects. */
    List<E> absent(Snapshot snapshot, List<E> events) throws IOException;
}
