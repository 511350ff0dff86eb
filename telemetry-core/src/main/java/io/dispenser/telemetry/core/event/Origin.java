package io.dispenser.telemetry.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a row comes from: many hosts write one table.
 *
 * @param host which host it is, or null in rows of programs that don't tell
 * @param project the Compose project, or the Swarm stack, or null
 * @param containerName the container's name, without a leading slash, or null where there is no container
 */
public record Origin(
        @Nullable String host,
        @Nullable String project,
        @Nullable String containerName) {

    /** Nothing is known. */
    public static final Origin UNKNOWN = new Origin(null, null, null);
}
