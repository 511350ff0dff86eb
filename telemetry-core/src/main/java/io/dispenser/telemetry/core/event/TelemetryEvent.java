package io.dispenser.telemetry.core.event;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Something that happened at an instant; one event is one row of one table. An embedding program may have events of its own,
 * each kind with a {@code TelemetryTable} that says how its rows look.
 *
 * <p>Events are immutable values: equal when all they tell is equal. Their instants are cut to whole microseconds, which is
 * what a Delta table keeps, so that an event read back from its table equals the one that was recorded.
 */
public interface TelemetryEvent {

    /** When it happened, in whole microseconds. */
    Instant timestamp();

    /** The UTC day of {@link #timestamp()}: the partition that the row belongs to. */
    default LocalDate date() {
        return LocalDate.ofInstant(timestamp(), ZoneOffset.UTC);
    }
}
