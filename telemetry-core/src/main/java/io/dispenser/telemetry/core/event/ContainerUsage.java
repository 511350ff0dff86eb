package io.dispenser.telemetry.core.event;

import org.jspecify.annotations.Nullable;

/**
 * What a container uses at the time of a sample; each is null when it is not known.
 *
 * @param cpuPercent CPU used since the previous sample, 100 for one core
 * @param memoryBytes memory used, without the page cache
 * @param memoryLimitBytes the container's memory limit, or null when it has none
 * @param pids processes and threads
 * @param networkRxBytes received since the start, over all interfaces; null in another container's or the host's network
 * @param networkTxBytes sent, likewise
 * @param blockReadBytes read from disks since the start
 * @param blockWriteBytes written to disks since the start
 */
public record ContainerUsage(
        @Nullable Double cpuPercent,
        @Nullable Long memoryBytes,
        @Nullable Long memoryLimitBytes,
        @Nullable Integer pids,
        @Nullable Long networkRxBytes,
        @Nullable Long networkTxBytes,
        @Nullable Long blockReadBytes,
        @Nullable Long blockWriteBytes) {

    /** Nothing is known. */
    public static final ContainerUsage UNKNOWN = new ContainerUsage(null, null, null, null, null, null, null, null);

    /** CPU and memory alone. */
    public static ContainerUsage of(
            @Nullable Double cpuPercent, @Nullable Long memoryBytes, @Nullable Long memoryLimitBytes) {
        return new ContainerUsage(cpuPercent, memoryBytes, memoryLimitBytes, null, null, null, null, null);
    }
}
