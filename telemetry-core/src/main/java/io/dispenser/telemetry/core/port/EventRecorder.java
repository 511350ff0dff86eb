package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;

/**
 * The way in: hands an event to its table's pipeline.
 *
 * @param <E> the events of the table
 */
@FunctionalInterface
public interface EventRecorder<E extends TelemetryEvent> {

    /**
     * Takes {@code event}, or refuses it. Any thread may call; the call never blocks, does no I/O and never throws for
     * load.
     *
     * @return true if the event was accepted; false if it was refused, because the pipeline is full or has ended,
     *     or because the event can't be a row of its table. A refused event is counted and nothing else becomes of it.
     */
    boolean record(E event);
}
