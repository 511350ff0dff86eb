package io.dispenser.telemetry.benchmarks.race;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.port.Batch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Batches of samples as one host takes them: thirty containers, minute by minute.
 *
 * @param day the beginning of the day that all are of
 */
record RaceRows(Instant day) {

    private static final int CONTAINERS = 30;
    private static final int SECONDS_BETWEEN = 60;
    private static final int MOST_SECONDS = 80_000;

    static RaceRows ofYesterday() {
        return new RaceRows(Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS));
    }

    Batch<ContainerStatusEvent> batch(String writer, long number, int rows) {
        Random random = new Random(number);
        List<ContainerStatusEvent> events = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            int minute = row / CONTAINERS;
            long second = (number % 1_000) + (((long) minute * SECONDS_BETWEEN) % MOST_SECONDS);
            events.add(row(day.plusSeconds(second), row % CONTAINERS, random));
        }
        return new Batch<>(writer, number, events);
    }

    private ContainerStatusEvent row(Instant at, int container, Random random) {
        long uptime = at.getEpochSecond() % 10_000_000;
        return new ContainerStatusEvent(
                at,
                "service-" + container,
                String.format(Locale.ROOT, "%012x", ((container + 1) * 0x9E3779B97F4A7C15L) >>> 16),
                ContainerState.RUNNING,
                HealthStatus.HEALTHY,
                null,
                random.nextInt(3),
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
                new ContainerRun("shop/service-" + container + ":1.0", false, day.minusSeconds(86_400), null),
                new Origin("node-1.example.org", "shop", "shop-service-" + container + "-1"));
    }
}
