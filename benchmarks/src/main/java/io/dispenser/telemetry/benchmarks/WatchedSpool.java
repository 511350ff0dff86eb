package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import java.util.List;
import java.util.Optional;

/** A spool that says which events are acknowledged as durable: those of an append that has returned. */
final class WatchedSpool implements Spool<ContainerStatusEvent> {

    private final Spool<ContainerStatusEvent> spool;
    private final FailPoints points;
    private final Report report;
    private final Backlog backlog;

    WatchedSpool(Spool<ContainerStatusEvent> spool, FailPoints points, Report report, Backlog backlog) {
        this.spool = spool;
        this.points = points;
        this.report = report;
        this.backlog = backlog;
    }

    @Override
    public String writerId() {
        return spool.writerId();
    }

    @Override
    public void append(List<ContainerStatusEvent> events) throws SpoolException {
        spool.append(events);
        points.reached(FailPoint.AFTER_APPEND);
        report.line("acked " + events.get(0).restartCount() + ' '
                + events.get(events.size() - 1).restartCount());
    }

    @Override
    public long openEvents() {
        return spool.openEvents();
    }

    @Override
    public long openBytes() {
        return spool.openBytes();
    }

    @Override
    public Optional<Long> seal() throws SpoolException {
        Optional<Long> number = spool.seal();
        if (number.isPresent()) {
            points.reached(FailPoint.AFTER_SEAL);
            backlog.sealed();
        }
        return number;
    }

    @Override
    public List<Batch<ContainerStatusEvent>> waiting(int maxEvents) throws SpoolException {
        return spool.waiting(maxEvents);
    }

    @Override
    public void remove(Batch<ContainerStatusEvent> batch) throws SpoolException {
        points.reached(FailPoint.BEFORE_REMOVE);
        if (backlog.isPartlyRemoved()) {
            points.reached(FailPoint.BACKLOG_BETWEEN_REMOVALS);
        }
        spool.remove(batch);
        backlog.removed();
        points.reached(FailPoint.AFTER_REMOVE);
    }

    @Override
    public long nextNumber() {
        return spool.nextNumber();
    }

    @Override
    public String renewWriter() throws SpoolException {
        return spool.renewWriter();
    }

    @Override
    public void reissue(Batch<ContainerStatusEvent> oldest, List<ContainerStatusEvent> events) throws SpoolException {
        spool.reissue(oldest, events);
    }

    @Override
    public long events() {
        return spool.events();
    }

    @Override
    public void close() {
        spool.close();
    }
}
