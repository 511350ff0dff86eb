package io.dispenser.telemetry.core.pipeline;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded queue between many recording threads and one draining thread, without a lock, so that a recorder never waits
 * for anybody. A place is reserved before the event is queued: once {@link #close} has returned, no event comes that was
 * not counted, and the drainer knows when it has seen the last one.
 */
final class Inbox<E> {

    private static final long CLOSED = 1L << 62;

    private final Queue<E> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong reserved = new AtomicLong();
    private final int capacity;

    Inbox(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("an inbox has room for at least 1 event: " + capacity);
        }
        this.capacity = capacity;
    }

    /** Queues {@code event}; false if there is no room, or no more is taken. */
    boolean offer(E event) {
        long present;
        do {
            present = reserved.get();
            if (present >= capacity) { // also when closed: that bit is above every capacity
                return false;
            }
        } while (!reserved.compareAndSet(present, present + 1));
        queue.add(event);
        return true;
    }

    /** Moves at most {@code most} events to the end of {@code target}, in the order in which they were queued. */
    void drainTo(List<E> target, int most) {
        int moved = 0;
        while (moved < most) {
            E event = queue.poll();
            if (event == null) {
                break;
            }
            target.add(event);
            moved++;
        }
        reserved.addAndGet(-moved);
    }

    /** Takes no more events. */
    void close() {
        reserved.updateAndGet(present -> present | CLOSED);
    }

    boolean isClosed() {
        return (reserved.get() & CLOSED) != 0;
    }

    /** Events that have a place here, queued or about to be. */
    long size() {
        return reserved.get() & ~CLOSED;
    }
}
