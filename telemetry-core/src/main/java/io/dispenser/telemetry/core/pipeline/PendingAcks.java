package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.RecordOutcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Events for whose durability somebody waits; they go through the inbox as all others do. Recorders add, the intake does the
 * rest. Where nobody waits, which is nearly always, it costs a drain one look at an empty queue.
 */
final class PendingAcks<E> {

    /** Those that the intake has not seen yet, the withdrawn among them. */
    private final Queue<PendingAck<E>> queued = new ConcurrentLinkedQueue<>();

    /** Those of the append under way. The intake's alone. */
    private final List<PendingAck<E>> inHand = new ArrayList<>();

    /** To be called before the event is offered to the inbox. */
    PendingAck<E> add(E event) {
        PendingAck<E> awaited = new PendingAck<>(event);
        queued.add(awaited);
        return awaited;
    }

    /** The event found no place in the inbox. */
    void remove(PendingAck<E> awaited) {
        queued.remove(awaited);
    }

    /** Events that were withdrawn and still take a place in the inbox. */
    long withdrawn() {
        return queued.isEmpty()
                ? 0
                : queued.stream().filter(PendingAck::isWithdrawn).count();
    }

    /** What was just drained is about to be appended: takes out of it what was withdrawn. */
    void take(List<E> drained) {
        for (Iterator<PendingAck<E>> each = queued.iterator(); each.hasNext(); ) {
            PendingAck<E> awaited = each.next();
            int place = placeOf(awaited, drained);
            if (place < 0) {
                continue;
            }
            each.remove();
            if (awaited.take()) {
                inHand.add(awaited);
            } else {
                drained.remove(place);
            }
        }
    }

    /** The append succeeded. */
    void durable() {
        end(new RecordOutcome.Durable());
    }

    /** Nobody knows what the append did. */
    void unknown(String reason) {
        end(new RecordOutcome.Unknown(reason));
    }

    /** Whether {@code event} is of the append under way, and awaited. */
    boolean isInHand(E event) {
        return inHand.stream().anyMatch(awaited -> awaited.isOf(event));
    }

    /** The spool takes nothing now: refuses those in hand, and those that are queued. */
    void refuse(String reason) {
        end(new RecordOutcome.Refused(reason));
        queued.forEach(awaited -> awaited.withdraw(reason));
    }

    private void end(RecordOutcome outcome) {
        if (!inHand.isEmpty()) {
            inHand.forEach(awaited -> awaited.end(outcome));
            inHand.clear();
        }
    }

    private static <E> int placeOf(PendingAck<E> awaited, List<E> drained) {
        for (int i = 0; i < drained.size(); i++) {
            if (awaited.isOf(drained.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
