package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.List;
import java.util.Optional;

/**
 * Keeps accepted events until their table has them. Events are appended to an open segment; sealing freezes the segment
 * into the next batch; batches are taken oldest first and leave only by {@link #remove}.
 *
 * <p>Two threads use a spool: one appends and seals, the other takes and removes.
 *
 * @param <E> the events of the table
 */
public interface Spool<E extends TelemetryEvent> extends AutoCloseable {

    /** The writer id that new segments get. One that is open keeps the id that it began with. Any thread. */
    String writerId();

    /** A number that no batch of this spool had until now; those that follow are not lower. Any thread. */
    long nextNumber();

    /**
     * Adds {@code events} to the open segment, all or none, durably on return: as durable as this spool is.
     *
     * @throws SpoolException if none was added, {@linkplain SpoolException#isFull() because the spool is full} or because
     *     it can't be written
     */
    void append(List<E> events) throws SpoolException;

    /** The number of events in the open segment. */
    long openEvents();

    /** About how many bytes the events in the open segment take. */
    long openBytes();

    /**
     * Freezes the open segment into the next batch; does nothing when it is empty.
     *
     * @return the number of the new batch, or empty if there was nothing to seal
     * @throws SpoolException if it could not be sealed; the open segment is as before
     */
    Optional<Long> seal() throws SpoolException;

    /**
     * The oldest sealed batch, and those that follow it without a gap, bear the same writer id and hold at most {@code
     * maxEvents} events together with it. They stay; a batch is the same one until it is removed.
     *
     * @param maxEvents the most events of all, unless the oldest batch alone has more
     * @return in their order, oldest first; empty only if no batch is sealed
     * @throws SpoolException if the oldest one can't be read
     */
    List<Batch<E>> waiting(int maxEvents) throws SpoolException;

    /** The oldest sealed batch alone. */
    default Optional<Batch<E>> oldest() throws SpoolException {
        return waiting(1).stream().findFirst();
    }

    /**
     * Forgets the oldest sealed batch, because its table has it.
     *
     * @throws SpoolException if it could not be forgotten; it stays the oldest
     * @throws IllegalArgumentException if {@code batch} is not the oldest
     */
    void remove(Batch<E> batch) throws SpoolException;

    /**
     * Takes a new writer id, because the present one turned out not to be this spool's alone. Batches that are sealed
     * already, and the open segment if it holds events, keep theirs.
     *
     * @return the new one, durable on return
     * @throws SpoolException if it could not be stored; the writer id is the same as before
     */
    String renewWriter() throws SpoolException;

    /**
     * Puts another batch in the place of the oldest one: some of its events, under its number and the present {@link
     * #writerId}. As durable on return as the batch was.
     *
     * @param oldest a batch of another writer id than the present one
     * @param events some of its events, in their order; at least one
     * @throws SpoolException if it could not be done; the batch stays as it is
     * @throws IllegalArgumentException if {@code oldest} is not the oldest one, or bears the present writer id
     */
    void reissue(Batch<E> oldest, List<E> events) throws SpoolException;

    /**
     * Takes events that can't be rows out of the oldest batch and sets them aside; what is left of the batch keeps its place
     * and its name, so it must never have reached its table. A batch of which nothing is left is removed. As durable on
     * return as the batch was.
     *
     * @param oldest the oldest batch
     * @param rejections some of its events, the very objects, and what is wrong with each; at least one
     * @throws SpoolException if it could not be done; the batch stays as it is
     * @throws IllegalArgumentException if {@code oldest} is not the oldest one, or holds none of the events
     */
    void reject(Batch<E> oldest, List<Rejection> rejections) throws SpoolException;

    /** The number of events that are not removed yet, sealed or not; without those that were set aside. */
    long events();

    /** The number of events that are set aside. Any thread. */
    long rejectedEvents();

    /** The space it takes and has left; empty of one that is not measured in bytes. Any thread. */
    default Optional<SpoolSpace> space() {
        return Optional.empty();
    }

    /** Lets go of files and locks. What is in a durable spool stays there. */
    @Override
    void close();
}
