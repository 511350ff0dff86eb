package io.dispenser.telemetry.core.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The resolution of every instant in an event. */
final class Micros {

    private Micros() {}

    static Instant cut(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
