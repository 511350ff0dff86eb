package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.ForwardingSpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import java.util.List;
import java.util.Optional;

/** A spool that says which events are acknowledged as durable: those of an append that has returned. */
final class WatchedSpool extends ForwardingSpool<ContainerStatusEvent> {

    private final FailPoints points;
    private final Report report;
    private final Backlog backlog;

    WatchedSpool(Spool<ContainerStatusEvent> spool, FailPoints points, Report report, Backlog backlog) {
        super(spool);
        this.points = points;
        this.report = report;
        this.backlog = backlog;
    }

    @Override
    public void append(List<ContainerStatusEvent> events) throws SpoolException {
        super.append(events);
        points.reached(FailPoint.AFTER_APPEND);
        report.line("acked " + events.get(0).restartCount() + ' '
                + events.get(events.size() - 1).restartCount());
    }

    @Override
    public Optional<Long> seal() throws SpoolException {
        Optional<Long> number = super.seal();
        if (number.isPresent()) {
            points.reached(FailPoint.AFTER_SEAL);
            backlog.sealed();
        }
        return number;
    }

    @Override
    public void remove(Batch<ContainerStatusEvent> batch) throws SpoolException {
        points.reached(FailPoint.BEFORE_REMOVE);
        if (backlog.isPartlyRemoved()) {
            points.reached(FailPoint.BACKLOG_BETWEEN_REMOVALS);
        }
        super.remove(batch);
        backlog.removed();
        points.reached(FailPoint.AFTER_REMOVE);
    }
}
