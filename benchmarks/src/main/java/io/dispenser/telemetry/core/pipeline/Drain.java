package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.Ticker;
import java.util.List;

/** The inbox and the intake of a pipeline without a thread: one call is one drain of as many events as one likes. */
public final class Drain<E extends TelemetryEvent> {

    private final Inbox<E> inbox;
    private final Intake<E> intake;

    /** A drain into {@code spool}, which seals by the default policy. */
    public Drain(TelemetryTable<E> table, Spool<E> spool, int inboxCapacity) {
        this.inbox = new Inbox<>(inboxCapacity);
        PipelineListener listener = new PipelineListener() {
            @Override
            public void spoolFailed(String name, SpoolException problem) {
                throw new IllegalStateException(problem);
            }
        };
        this.intake = new Intake<>(
                table.name(),
                inbox,
                spool,
                FlushPolicy.DEFAULT,
                Ticker.system(),
                listener,
                new PipelineCounters(),
                (number, reason) -> {},
                new PendingAcks<>());
    }

    /** Takes {@code events}, which are in the spool on return. */
    public void drain(List<E> events) {
        events.forEach(inbox::offer);
        while (inbox.size() > 0) {
            intake.step();
        }
    }
}
