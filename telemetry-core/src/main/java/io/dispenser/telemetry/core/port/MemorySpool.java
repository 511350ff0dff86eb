package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The spool of a pipeline that needs no durability: everything in it ends with the process, and its writer id is new each time.
 * A list and a queue under one lock, which is never held for long. Events that are set aside are counted, and not kept.
 */
public final class MemorySpool<E extends TelemetryEvent> implements Spool<E> {

    private final TelemetryTable<E> table;
    private final int maxEvents;
    private final Deque<Batch<E>> sealed = new ArrayDeque<>();

    private String writerId = UUID.randomUUID().toString();
    private List<E> open = new ArrayList<>();
    private long openBytes;
    private long sealedEvents;
    private long nextNumber;
    private long rejectedEvents;

    /** @param maxEvents events beyond so many are refused; at least 1 */
    public MemorySpool(TelemetryTable<E> table, int maxEvents) {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("maxEvents must be at least 1: " + maxEvents);
        }
        this.table = table;
        this.maxEvents = maxEvents;
    }

    @Override
    public synchronized String writerId() {
        return writerId;
    }

    @Override
    public synchronized long nextNumber() {
        return nextNumber;
    }

    @Override
    public synchronized void append(List<E> events) throws SpoolException {
        if (events() + events.size() > maxEvents) {
            throw SpoolException.full("the in-memory spool of " + table.name() + " holds " + events() + " of at most "
                    + maxEvents + " events");
        }
        open.addAll(events);
        for (E event : events) {
            openBytes += table.approximateBytes(event);
        }
    }

    @Override
    public synchronized long openEvents() {
        return open.size();
    }

    @Override
    public synchronized long openBytes() {
        return openBytes;
    }

    @Override
    public synchronized Optional<Long> seal() {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        long number = nextNumber++;
        sealed.add(new Batch<>(writerId, number, open));
        sealedEvents += open.size();
        open = new ArrayList<>();
        openBytes = 0;
        return Optional.of(number);
    }

    @Override
    public synchronized List<Batch<E>> waiting(int maxEvents) {
        List<Batch<E>> waiting = new ArrayList<>();
        long events = 0;
        for (Batch<E> batch : sealed) {
            events += batch.events().size();
            if (!waiting.isEmpty() && events > maxEvents) {
                break;
            }
            waiting.add(batch);
        }
        return List.copyOf(waiting);
    }

    @Override
    public synchronized void remove(Batch<E> batch) {
        sealedEvents -= takeOldest(batch).events().size();
    }

    @Override
    public synchronized String renewWriter() {
        writerId = UUID.randomUUID().toString();
        return writerId;
    }

    @Override
    public synchronized void reissue(Batch<E> oldest, List<E> events) {
        if (oldest.writerId().equals(writerId)) {
            throw new IllegalArgumentException("batch " + oldest.number() + " bears the present writer id");
        }
        Batch<E> other = new Batch<>(writerId, oldest.number(), events);
        sealedEvents += events.size() - takeOldest(oldest).events().size();
        sealed.addFirst(other);
    }

    @Override
    public synchronized void reject(Batch<E> oldest, List<Rejection> rejections) {
        List<E> left = Rejection.without(oldest.events(), rejections);
        int rejected = takeOldest(oldest).events().size() - left.size();
        sealedEvents -= rejected;
        rejectedEvents += rejected;
        if (!left.isEmpty()) {
            sealed.addFirst(new Batch<>(oldest.writerId(), oldest.number(), left));
        }
    }

    @Override
    public synchronized long rejectedEvents() {
        return rejectedEvents;
    }

    private Batch<E> takeOldest(Batch<E> batch) {
        Batch<E> oldest = sealed.peek();
        if (oldest == null
                || oldest.number() != batch.number()
                || !oldest.writerId().equals(batch.writerId())) {
            throw new IllegalArgumentException("batch " + batch.number() + " is not the oldest one");
        }
        return sealed.remove();
    }

    @Override
    public synchronized long events() {
        return sealedEvents + open.size();
    }

    @Override
    public void close() {}
}
