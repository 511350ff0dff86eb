package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import java.time.Duration;
import java.time.Instant;

/** What a simulated container uses: an even load that differs from container to container, on a host of four cores. */
final class SimulatedUsage {

    private static final int CORES = 4;
    private static final int LIGHTEST_PERCENT = 2;
    private static final int PERCENT_RANGE = 40;
    private static final long LIGHTEST_BYTES = 24L << 20;
    private static final long BYTES_RANGE = 160L << 20;

    private SimulatedUsage() {}

    static ResourceUsage of(ContainerSnapshot container, Instant now) {
        Instant started = container.startedAt();
        if (!container.state().isUp() || started == null) {
            return new ResourceUsage(container.id(), null, null);
        }
        int taste = container.name().hashCode() & Integer.MAX_VALUE;
        long up = Duration.between(started, now).toNanos();
        long used = up / 100 * (LIGHTEST_PERCENT + taste % PERCENT_RANGE);
        return new ResourceUsage(
                container.id(), new CpuTime(used, up * CORES, CORES), LIGHTEST_BYTES + taste % BYTES_RANGE);
    }
}
