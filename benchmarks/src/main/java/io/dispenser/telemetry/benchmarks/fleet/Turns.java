package io.dispenser.telemetry.benchmarks.fleet;

import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Virtual time, and whose turn comes when: by time, and at one time in the order in which they were asked for. One lock guards it. */
final class Turns {

    /** @param who goes on, or begins, then */
    record Turn(long at, long order, Object who) implements Comparable<Turn> {

        @Override
        public int compareTo(Turn other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }

        @Override
        public String toString() {
            return who.toString();
        }
    }

    private final PriorityQueue<Turn> coming = new PriorityQueue<>();
    private long order;
    private volatile long now;

    /** Nanoseconds since the beginning; also without the lock. */
    long now() {
        return now;
    }

    Turn after(long nanos, Object who) {
        Turn turn = new Turn(now + Math.max(0, nanos), order++, who);
        coming.add(turn);
        return turn;
    }

    /** Moves a turn to the present; nothing for one that was taken. */
    @Nullable
    Turn hasten(@Nullable Turn turn) {
        return turn != null && coming.remove(turn) ? after(0, turn.who()) : turn;
    }

    void cancel(@Nullable Turn turn) {
        if (turn != null) {
            coming.remove(turn);
        }
    }

    /** The next one, whose time it is then; empty if nobody waits. */
    Optional<Turn> next() {
        Turn next = coming.poll();
        if (next != null) {
            now = next.at();
        }
        return Optional.ofNullable(next);
    }

    Stream<Turn> coming() {
        return coming.stream();
    }
}
