package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import java.util.List;
import java.util.Optional;

/** A spool that tells the ledger what it has, and lets nothing go before the ledger has struck it out. */
final class WatchedSpool implements Spool<DeploymentEvent> {

    private final Spool<DeploymentEvent> spool;
    private final DeploymentLedger ledger;

    WatchedSpool(Spool<DeploymentEvent> spool, DeploymentLedger ledger) {
        this.spool = spool;
        this.ledger = ledger;
    }

    @Override
    public String writerId() {
        return spool.writerId();
    }

    @Override
    public long nextNumber() {
        return spool.nextNumber();
    }

    @Override
    public void append(List<DeploymentEvent> events) throws SpoolException {
        spool.append(events);
        ledger.durable(events);
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
        return spool.seal();
    }

    @Override
    public List<Batch<DeploymentEvent>> waiting(int maxEvents) throws SpoolException {
        return spool.waiting(maxEvents);
    }

    @Override
    public void remove(Batch<DeploymentEvent> batch) throws SpoolException {
        ledger.settle();
        spool.remove(batch);
    }

    @Override
    public String renewWriter() throws SpoolException {
        return spool.renewWriter();
    }

    @Override
    public void reissue(Batch<DeploymentEvent> oldest, List<DeploymentEvent> events) throws SpoolException {
        ledger.settle();
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
