package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What hosts sample that all have the same services, one container of each: usage goes up and down, counters grow.
 *
 * @param services how many services a host has
 * @param started when all containers were started
 */
public record FleetRows(int services, Instant started) {

    /** A sample: a row for each service. */
    List<ContainerStatusEvent> sample(Instant at, int host, Random random) {
        List<ContainerStatusEvent> rows = new ArrayList<>(services);
        for (int service = 0; service < services; service++) {
            rows.add(row(at, host, service, 0, random));
        }
        return rows;
    }

    /** What a host samples of one service, whose container has been restarted so often. */
    public ContainerStatusEvent row(Instant at, int host, int service, int restarts, Random random) {
        long uptime = at.getEpochSecond() % 10_000_000;
        return new ContainerStatusEvent(
                at,
                "service-" + service,
                containerId(host, service),
                ContainerState.RUNNING,
                HealthStatus.HEALTHY,
                null,
                restarts,
                uptime,
                0,
                null,
                new ContainerUsage(
                        random.nextInt(10_000) / 100.0,
                        (200L << 20) + 4096L * random.nextInt(10_000),
                        512L << 20,
                        20 + random.nextInt(5),
                        uptime * 1000 + random.nextInt(100_000),
                        uptime * 500 + random.nextInt(100_000),
                        uptime * 100 + random.nextInt(10_000),
                        uptime * 50 + random.nextInt(10_000)),
                new ContainerRun("shop/service-" + service + ":1.0", false, started, null),
                new Origin("host-" + host, "shop", "shop-service-" + service + "-1"));
    }

    /** As an engine's are: in no order. */
    String containerId(int host, int service) {
        return String.format(
                Locale.ROOT, "%012x", (((long) host * services + service + 1) * 0x9E3779B97F4A7C15L) >>> 16);
    }
}
