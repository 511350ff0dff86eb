package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.time.Duration;

/**
 * The way in for whoever has to know that an event survives: it waits where {@link EventRecorder} never does.
 *
 * @param <E> the events of the table
 */
@FunctionalInterface
public interface DurableRecorder<E extends TelemetryEvent> {

    /**
     * Takes {@code event} and waits until it is as durable as the pipeline's spool is. Any thread may call, and as many at
     * once as like: what comes together becomes durable together.
     *
     * @param timeout how long to wait at most
     * @return what is known of the event when the wait is over
     * @throws InterruptedException if the caller was interrupted while it waited; nothing is known then
     */
    RecordOutcome recordDurably(E event, Duration timeout) throws InterruptedException;
}
