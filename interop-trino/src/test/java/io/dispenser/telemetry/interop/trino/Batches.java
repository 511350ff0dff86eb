package io.dispenser.telemetry.interop.trino;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.util.List;

/** Batches of one writer: us. */
final class Batches {

    /** With a shipper's backoff this would be hours. */
    private static final int PATIENCE = 100;

    private Batches() {}

    static <E extends TelemetryEvent> Batch<E> us(int number, List<E> events) {
        return new Batch<>("us", number, events);
    }

    /** Writes a batch as a shipper does: again, until it is written. */
    static <E extends TelemetryEvent> WriteReceipt writePatiently(BatchSink<E> sink, Batch<E> batch)
            throws SinkException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return sink.write(batch);
            } catch (SinkException e) {
                if (e.isPermanent() || attempt == PATIENCE) {
                    throw e;
                }
            }
        }
    }
}
