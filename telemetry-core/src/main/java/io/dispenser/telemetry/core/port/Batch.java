package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.List;

/**
 * Events that go to their table together, under a name that never means anything else: whoever writes a batch can tell
 * from {@code (writerId, number)} whether it was written before.
 *
 * @param writerId who makes these numbers; unique in the world, unless a spool was copied
 * @param number 0, 1, 2 … for each writer
 * @param events the events in the order in which they were accepted; at least one
 * @param <E> the events of the table
 */
public record Batch<E extends TelemetryEvent>(String writerId, long number, List<E> events) {

    public Batch {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a batch holds at least one event");
        }
        if (number < 0) {
            throw new IllegalArgumentException("a batch's number is not negative: " + number);
        }
    }
}
