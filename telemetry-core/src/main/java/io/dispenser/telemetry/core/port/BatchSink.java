package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where batches end: a table. One thread at a time calls.
 *
 * @param <E> the events of the table
 */
@FunctionalInterface
public interface BatchSink<E extends TelemetryEvent> extends AutoCloseable {

    /**
     * Writes {@code batch}, all or nothing and durably. A batch whose {@code (writerId, number)} the table already holds is
     * left alone, and the receipt says so: so a batch may be written again after any failure, crash or doubt, and the table
     * holds its events once. Whether it was really this batch that took the name, {@link #absent} tells.
     *
     * @throws SinkException if the batch is not known to be written; the caller keeps it and tries again. With {@linkplain
     *     SinkException#rejections rejections}, the table holds no batch of that name, and the caller takes these events out
     *     of it first.
     * @throws InterruptedException if the calling thread was interrupted; the batch may be written or not
     */
    WriteReceipt write(Batch<E> batch) throws SinkException, InterruptedException;

    /**
     * Deals with one or more of the batches that waited together, from the first on, each as {@link #write} does; the receipt
     * says with how many. Either it writes them all with one commit, or the table holds the names of the first ones already,
     * and nothing is written. Here: the first batch alone.
     *
     * @param batches of one writer, in the order of their numbers; at least one
     * @throws SinkException if none is known to be written; the caller keeps them all and tries again
     * @throws InterruptedException if the calling thread was interrupted; each batch may be written or not
     */
    default WriteReceipt writeAll(List<Batch<E>> batches) throws SinkException, InterruptedException {
        return write(batches.get(0));
    }

    /**
     * The highest number of this writer's batches whose name the table holds; empty if it holds none, or if the sink can't
     * tell.
     *
     * @throws SinkException if the table can't be asked
     */
    default OptionalLong lastNumber(String writerId) throws SinkException, InterruptedException {
        return OptionalLong.empty();
    }

    /**
     * Looks for {@code events} in the table, whoever wrote them, by what {@linkplain
     * io.dispenser.telemetry.core.table.TelemetryTable#identity tells an event from all others}; one that is given twice has
     * to be there twice.
     *
     * @return the very ones that the table lacks, in their order; empty if the sink can't look
     * @throws SinkException if the table can't be read
     */
    default Optional<List<E>> absent(List<E> events) throws SinkException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Makes sure, without writing an event, that a batch could be written: opens the table, creates it if there is none, and
     * compares it with its definition. Here: nothing.
     *
     * @throws SinkException if a batch could not be written as things are; what has to be mended, or may pass by itself
     */
    default void prepare() throws SinkException, InterruptedException {}

    /**
     * Sees to what others have left at the table for whoever comes by, such as batches that a host handed over before it died;
     * to be called once the table is ready, and then whenever {@link LookAround#again} has passed, also and above all by those
     * who have nothing to write. Here: nothing.
     *
     * @throws SinkException if it could not be looked; no batch of the caller's is the worse for it
     */
    default LookAround lookAround() throws SinkException, InterruptedException {
        return LookAround.NOTHING;
    }

    /** Lets go of what the sink holds, if anything. Nothing that {@link #write} reported is lost. */
    @Override
    default void close() {}
}
