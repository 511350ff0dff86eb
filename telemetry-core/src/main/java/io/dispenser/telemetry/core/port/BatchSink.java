package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.List;

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

    /**
     * Writes batches that waited together, each as {@link #write} does: here one after another; a sink that can write them
     * with one commit overrides this.
     *
     * @param batches of one writer, in the order of their numbers; at least one
     * @return what was done for all of them: the last version, the files and bytes of all, and {@link
     *     WriteReceipt#alreadyPresent()} if the table held every one of them
     * @throws SinkException if not all are known to be written; the caller keeps them all and tries again
     * @throws InterruptedException if the calling thread was interrupted; each batch may be written or not
     */
    default WriteReceipt writeAll(List<Batch<E>> batches) throws SinkException, InterruptedException {
        WriteReceipt all = WriteReceipt.alreadyPresent(-1);
        for (Batch<E> batch : batches) {
            all = all.and(write(batch));
        }
        return all;
    }

    /** Lets go of what the sink holds, if anything. Nothing that {@link #write} reported is lost. */
    @Override
    default void close() {}
}
