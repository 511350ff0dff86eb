package io.dispenser.telemetry.core.container;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a container used, read once. A rate comes of two readings only.
 *
 * @param containerId the full id
 * @param cpu the CPU time so far, or null when the engine does not tell
 * @param memoryBytes memory in use without the page cache, or null when the engine does not tell
 */
public record ResourceUsage(
        String containerId, @Nullable CpuTime cpu, @Nullable Long memoryBytes) {

    /**
     * CPU time at one moment. Both times begin somewhere: only differences mean anything.
     *
     * @param usedNanos what the container has used on all its cores, in nanoseconds
     * @param systemNanos what has passed on all cores of the host together, idle time included, in nanoseconds
     * @param cores the host's cores that are online
     */
    public record CpuTime(long usedNanos, long systemNanos, int cores) {}

    public ResourceUsage {
        requireNonNull(containerId, "containerId");
    }
}
