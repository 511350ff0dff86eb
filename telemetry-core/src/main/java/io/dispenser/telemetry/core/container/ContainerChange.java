package io.dispenser.telemetry.core.container;

import java.time.Instant;
import java.util.Map;

/**
 * An engine's report that something happened to a container.
 *
 * @param containerId the full id
 * @param kind what happened
 * @param at when, by the engine's clock, as exactly as the engine tells
 * @param attributes what the engine tells beside: the container's name, image and labels
 */
public record ContainerChange(String containerId, Kind kind, Instant at, Map<String, String> attributes) {

    /** The kinds of change that matter. */
    public enum Kind {
        CREATED,
        /** Its limits or restart policy were changed ({@code docker update}). */
        UPDATED,
        /** Somebody restarted it; a restart by its restart policy is none. */
        RESTARTED,
        /** It runs from now on, whoever had it started. */
        STARTED,
        /** It ran and does not any more, whatever ended it. */
        ENDED,
        /** The kernel killed a process of it for want of memory, not always the one whose end is the container's. */
        OUT_OF_MEMORY,
        /** Somebody stopped it: told after the end. */
        STOPPED,
        /** It has another name now, which its attributes tell. */
        RENAMED,
        REMOVED
    }

    public ContainerChange {
        attributes = Map.copyOf(attributes);
    }
}
