package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.Spool;
import java.util.List;
import java.util.Optional;

/** A spool that costs nothing and keeps nothing, for measuring what stands before it. */
final class VolatileSpool<E extends TelemetryEvent> implements Spool<E> {

    @Override
    public String writerId() {
        return "forgetful";
    }

    @Override
    public void append(List<E> events) {}

    @Override
    public long openEvents() {
        return 0;
    }

    @Override
    public long openBytes() {
        return 0;
    }

    @Override
    public Optional<Long> seal() {
        return Optional.empty();
    }

    @Override
    public List<Batch<E>> waiting(int maxEvents) {
        return List.of();
    }

    @Override
    public void remove(Batch<E> batch) {
        throw new IllegalArgumentException("no batch was ever handed out");
    }

    @Override
    public long nextNumber() {
        return 0;
    }

    @Override
    public String renewWriter() {
        return "forgetful";
    }

    @Override
    public void reissue(Batch<E> oldest, List<E> events) {
        throw new IllegalArgumentException("no batch was ever handed out");
    }

    @Override
    public void reject(Batch<E> oldest, List<Rejection> rejections) {
        throw new IllegalArgumentException("no batch was ever handed out");
    }

    @Override
    public long rejectedEvents() {
        return 0;
    }

    @Override
    public long events() {
        return 0;
    }

    @Override
    public void close() {}
}
