package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;

/** Writes as a shipper does, without its pauses: again, until it is written. */
public final class RetryingWriter {

    /** With a shipper's backoff this would be hours. */
    private static final int ATTEMPTS = 100;

    private RetryingWriter() {}

    /**
     * Writes a batch.
     *
     * @throws SinkException if it can't be written, or was not for so long that it never will be
     */
    public static <E extends TelemetryEvent> WriteReceipt write(BatchSink<E> sink, Batch<E> batch)
            throws SinkException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return sink.write(batch);
            } catch (SinkException e) {
                if (e.isPermanent() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
