package io.dispenser.telemetry.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters that all begin alike and have the same tags. They read what their owner counts: a registry that comes late
 * misses nothing, and several may read the same.
 */
final class Meters {

    private static final String PREFIX = "dispenser.telemetry.";
    private static final double MILLIS_A_SECOND = 1000.0;

    private final MeterRegistry registry;
    private final Object owner;
    private final Tags tags;

    private Meters(MeterRegistry registry, Object owner, Tags tags) {
        this.registry = registry;
        this.owner = owner;
        this.tags = tags;
    }

    /** @param owner what counts; registries refer to it weakly */
    static Meters of(MeterRegistry registry, Object owner) {
        return new Meters(registry, owner, Tags.empty());
    }

    Meters with(String key, String value) {
        return new Meters(registry, owner, tags.and(key, value));
    }

    void counter(String name, String description, LongAdder count) {
        counter(name, null, description, count::sum);
    }

    void counter(String name, @Nullable String unit, String description, DoubleSupplier count) {
        FunctionCounter.builder(PREFIX + name, owner, unused -> count.getAsDouble())
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    /** How often something was done, and how long that took in all. */
    void timer(String name, String description, LongAdder count, LongAdder nanos) {
        FunctionTimer.builder(PREFIX + name, owner, unused -> count.sum(), unused -> nanos.sum(), TimeUnit.NANOSECONDS)
                .tags(tags)
                .description(description)
                .register(registry);
    }

    void gauge(String name, @Nullable String unit, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value)
                .tags(tags)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    /** When something was last, in seconds since 1970; 0 if it never was. */
    void timestamp(String name, String description, Supplier<@Nullable Instant> last) {
        gauge(name, "seconds", description, () -> {
            Instant at = last.get();
            return at == null ? 0 : at.toEpochMilli() / MILLIS_A_SECOND;
        });
    }
}
