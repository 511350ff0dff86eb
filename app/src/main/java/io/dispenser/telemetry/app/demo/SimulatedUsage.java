package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.Counters;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import io.dispenser.telemetry.core.event.ContainerState;
import java.time.Duration;
import java.time.Instant;

/** What a simulated container uses: an even load that differs from container to container, on a host of four cores. */
final class SimulatedUsage {

    private static final int CORES = 4;
    private static final int LIGHTEST_PERCENT = 2;
    private static final int PERCENT_RANGE = 40;
    private static final long LIGHTEST_BYTES = 24L << 20;
    private static final long BYTES_RANGE = 160L << 20;

    /** In percent. */
    private static final int LEAST_OF_LIMIT = 25;

    private static final int LIMIT_RANGE = 36;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int MOST_PIDS = 24;
    private static final long READ_AT_START = 12L << 20;
    private static final long LIGHTEST_TRAFFIC = 512;
    private static final long TRAFFIC_RANGE = 8192;

    private SimulatedUsage() {}

    static ResourceUsage of(ContainerSnapshot container, Instant now) {
        Instant started = container.startedAt();
        if (!container.state().isUp() || container.state().equals(ContainerState.RESTARTING) || started == null) {
            return new ResourceUsage(container.id(), null, null);
        }
        long up = Duration.between(started, now).toNanos();
        long used = up / 100 * percent(container.name());
        return new ResourceUsage(
                container.id(),
                new CpuTime(used, up * CORES, CORES),
                memory(container.name(), container.memoryLimitBytes()),
                counters(container.name(), up / NANOS_PER_SECOND));
    }

    /** The usual CPU of a container of that name, in percent of a core. */
    static int percent(String name) {
        return LIGHTEST_PERCENT + taste(name) % PERCENT_RANGE;
    }

    /** Its usual memory: with a limit (else 0) a part of it. */
    static long memory(String name, long limit) {
        return limit == 0
                ? LIGHTEST_BYTES + taste(name) % BYTES_RANGE
                : limit / 100 * (LEAST_OF_LIMIT + taste(name) % LIMIT_RANGE);
    }

    private static int taste(String name) {
        return name.hashCode() & Integer.MAX_VALUE;
    }

    /** What a container of that name has moved since its start, and its processes. */
    static Counters counters(String name, long upSeconds) {
        int taste = taste(name);
        long bytes = upSeconds * (LIGHTEST_TRAFFIC + taste % TRAFFIC_RANGE);
        return new Counters(1 + taste % MOST_PIDS, bytes, 2 * bytes, READ_AT_START, bytes / 4);
    }
}
