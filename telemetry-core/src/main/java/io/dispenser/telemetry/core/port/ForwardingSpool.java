package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.List;
import java.util.Optional;

/**
 * Another spool, for who wants one or two of its operations to go differently and overrides these.
 *
 * @param <E> the events of the table
 */
public abstract class ForwardingSpool<E extends TelemetryEvent> implements Spool<E> {

    private final Spool<E> spool;

    /** @param spool what every operation goes to that is not overridden; closed with this one */
    protected ForwardingSpool(Spool<E> spool) {
        this.spool = spool;
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
    public Optional<SpoolSpace> space() {
        return spool.space();
    }

    @Override
    public void append(List<E> events) throws SpoolException {
        spool.append(events);
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
    public List<Batch<E>> waiting(int maxEvents) throws SpoolException {
        return spool.waiting(maxEvents);
    }

    @Override
    public void remove(Batch<E> batch) throws SpoolException {
        spool.remove(batch);
    }

    @Override
    public String renewWriter() throws SpoolException {
        return spool.renewWriter();
    }

    @Override
    public void reissue(Batch<E> oldest, List<E> events) throws SpoolException {
        spool.reissue(oldest, events);
    }

    @Override
    public void reject(Batch<E> oldest, List<Rejection> rejections) throws SpoolException {
        spool.reject(oldest, rejections);
    }

    @Override
    public long rejectedEvents() {
        return spool.rejectedEvents();
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
