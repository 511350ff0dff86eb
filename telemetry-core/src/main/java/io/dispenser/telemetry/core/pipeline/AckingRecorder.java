package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.DurableRecorder;
import io.dispenser.telemetry.core.port.RecordOutcome;
import java.time.Duration;

/** Puts events into the inbox as all others are, and waits for what becomes of them. Any thread. */
final class AckingRecorder<E extends TelemetryEvent> implements DurableRecorder<E> {

    private final Inbox<E> inbox;
    private final PendingAcks<E> awaited;
    private final PipelineCounters counters;
    private final Runnable wakeIntake;

    AckingRecorder(Inbox<E> inbox, PendingAcks<E> awaited, PipelineCounters counters, Runnable wakeIntake) {
        this.inbox = inbox;
        this.awaited = awaited;
        this.counters = counters;
        this.wakeIntake = wakeIntake;
    }

    @Override
    public RecordOutcome recordDurably(E event, Duration timeout) throws InterruptedException {
        PendingAck<E> waiting = awaited.add(event);
        if (!inbox.offer(event)) {
            awaited.remove(waiting);
            counters.refused.increment();
            return new RecordOutcome.Refused(inbox.isClosed() ? "the pipeline has ended" : "the inbox is full");
        }
        counters.accepted.increment();
        wakeIntake.run();
        try {
            RecordOutcome outcome = waiting.await(timeout);
            if (outcome instanceof RecordOutcome.Refused) {
                counters.acceptedIsRefused();
            }
            return outcome;
        } catch (InterruptedException e) {
            if (waiting.withdraw("its recorder was interrupted")) {
                counters.acceptedIsRefused();
            }
            throw e;
        }
    }
}
