package io.dispenser.telemetry.core.container;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a container used, read once. A rate comes of two readings only.
 *
 * @param containerId the full id
 * @param cpu the CPU time so far, or null when the engine does not tell
 * @param memoryBytes memory in use without the page cache, or null when the engine does not tell
 * @param counters what else it told
 */
public record ResourceUsage(
        String containerId, @Nullable CpuTime cpu, @Nullable Long memoryBytes, Counters counters) {

    /**
     * Processes, and bytes since the container's start; each is null when the engine does not tell it of this container.
     *
     * @param pids processes and threads
     * @param networkRxBytes received, over all interfaces of the container's own network
     * @param networkTxBytes sent, likewise
     * @param blockReadBytes read from disks
     * @param blockWriteBytes written to disks
     */
    public record Counters(
            @Nullable Integer pids,
            @Nullable Long networkRxBytes,
            @Nullable Long networkTxBytes,
            @Nullable Long blockReadBytes,
            @Nullable Long blockWriteBytes) {

        /** Nothing is told. */
        public static final Counters NONE = new Counters(null, null, null, null, null);
    }

    /** CPU and memory alone. */
    public ResourceUsage(String containerId, @Nullable CpuTime cpu, @Nullable Long memoryBytes) {
        this(containerId, cpu, memoryBytes, Counters.NONE);
    }

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
        requireNonNull(counters, "counters");
    }
}
