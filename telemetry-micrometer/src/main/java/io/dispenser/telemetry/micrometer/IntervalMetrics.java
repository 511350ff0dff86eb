package io.dispenser.telemetry.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How often an agent is to sample, write and maintain, in seconds: what is late is a matter of that, and alerts compare with it.
 * What was not told yet, or is not done, is NaN, with which nothing compares. Any thread.
 */
public final class IntervalMetrics implements MeterBinder {

    private static final double MILLIS_A_SECOND = 1000.0;

    private final List<String> tables;
    private volatile Optional<Duration> sampling = Optional.empty();
    private volatile Optional<Duration> flush = Optional.empty();
    private volatile Optional<Duration> maintenance = Optional.empty();

    /** @param tables the names of the tables that are written */
    public IntervalMetrics(List<String> tables) {
        this.tables = List.copyOf(tables);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters all = Meters.of(registry, this);
        all.gauge("status.interval", "seconds", "How often all containers are to be sampled", () -> seconds(sampling));
        for (String table : tables) {
            Meters meters = all.with("table", table);
            meters.gauge("flush.interval", "seconds", "How long an event may wait for others", () -> seconds(flush));
            meters.gauge(
                    "maintenance.interval",
                    "seconds",
                    "How often the table is to be maintained; NaN: not by this agent",
                    () -> seconds(maintenance));
        }
    }

    /**
     * What is configured from now on.
     *
     * @param nowSampling of samples
     * @param nowFlush the age at which events are written
     * @param nowMaintenance of maintenance; empty if there is none
     */
    public void configured(Duration nowSampling, Duration nowFlush, Optional<Duration> nowMaintenance) {
        sampling = Optional.of(nowSampling);
        flush = Optional.of(nowFlush);
        maintenance = nowMaintenance;
    }

    private static double seconds(Optional<Duration> interval) {
        return interval.map(each -> each.toMillis() / MILLIS_A_SECOND).orElse(Double.NaN);
    }
}
