package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;

/**
 * Where batches end: a table. One thread at a time calls.
 *
 * @param <E> the events of the table
 */
@FunctionalInterface
public interface BatchSink<E extends TelemetryEvent> extends AutoCloseable {

    /**
     * Writes {@code batch}, all or nothing and durably. A batch whose {@code (writerId, number)} the table already holds is
     * left alone, and that is a success: so a batch may be written again after any failure, crash or doubt, and the table
     * holds its events once.
     *
     * @throws SinkException if the batch is not known to be written; the caller keeps it and tries again
     * @throws InterruptedException if the calling thread was interrupted; the batch may be written or not
     */
    WriteReceipt write(Batch<E> batch) throws SinkException, InterruptedException;

    /** Lets go of what the sink holds, if anything. Nothing that {@link #write} reported is lost. */
    @Override
    default void close() {}
}
