package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Instant;

/**
 * A change that was handled. An engine may tell it again: at the seam of two streams, or when it is asked for the past.
 *
 * @param containerId the full id
 * @param kind what happened
 * @param at when, by the engine's clock
 */
public record SeenChange(String containerId, ContainerChange.Kind kind, Instant at) {

    /** What {@code change} is remembered as. */
    public static SeenChange of(ContainerChange change) {
        return new SeenChange(change.containerId(), change.kind(), change.at());
    }
}
