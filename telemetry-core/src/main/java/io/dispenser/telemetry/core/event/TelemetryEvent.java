package io.dispenser.telemetry.core.event;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Something that was seen of a service's container at an instant; one event is one row of one table.
 *
 * <p>Events are immutable. Their instants are cut to whole microseconds, which is what a Delta table keeps, so that an
 * event read back from its table equals the one that was recorded.
 */
public sealed interface TelemetryEvent permits DeploymentEvent, ContainerStatusEvent {

    /** When it happened, in whole microseconds. */
    Instant timestamp();

    /** The service's name. */
    String service();

    /** The container's id, in the length that the event's table documents. */
    String containerId();

    /** The UTC day of {@link #timestamp()}: the partition that the row belongs to. */
    default LocalDate date() {
        return LocalDate.ofInstant(timestamp(), ZoneOffset.UTC);
    }
}
