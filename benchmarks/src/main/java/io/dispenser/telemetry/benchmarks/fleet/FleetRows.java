package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The rows that the hosts write: samples of some containers of each host, all of one day. The same batch has the same rows. */
final class FleetRows {

    private static final List<String> SERVICES = List.of(
            "api",
            "web",
            "auth",
            "billing",
            "cart",
            "catalog",
            "search",
            "mailer",
            "worker",
            "scheduler",
            "gateway",
            "metrics",
            "images",
            "orders",
            "payments",
            "reports",
            "sessions",
            "stock",
            "uploads",
            "webhooks",
            "cache",
            "queue",
            "postgres",
            "redis",
            "nginx",
            "exports",
            "imports",
            "admin",
            "docs",
            "status");

    private static final Instant MORNING = Instant.parse("2026-03-01T00:10:00Z");

    /** By this step of {@code network_rx_bytes}, which only grows, a row tells its number. */
    private static final long STEP = 4096;

    private static final int HOST = column("host");
    private static final int COUNTER = column("network_rx_bytes");

    private final FleetPlan plan;

    FleetRows(FleetPlan plan) {
        this.plan = plan;
    }

    static String writerId(int host) {
        return String.format(Locale.ROOT, "0b6cf3e2-5d0a-4f6e-9d1c-%012x", host);
    }

    Batch<ContainerStatusEvent> batch(int host, long number) {
        List<ContainerStatusEvent> events = new ArrayList<>();
        for (int row = 0; row < plan.rows(); row++) {
            events.add(row(host, number * plan.rows() + row));
        }
        return new Batch<>(writerId(host), number, events);
    }

    /** Row number {@code number} of a host, over all its batches. */
    ContainerStatusEvent row(int host, long number) {
        int container = (int) (number % plan.rows() % SERVICES.size());
        String service = SERVICES.get(container);
        long sample = number / SERVICES.size();
        Duration age = plan.period().multipliedBy(number / plan.rows()).plusMillis(number % plan.rows());
        Random random = new Random(host * 1_000_003L + number);
        boolean ill = random.nextInt(50) == 0;
        return new ContainerStatusEvent(
                MORNING.plus(age),
                service,
                String.format(Locale.ROOT, "%012x", ((host * 97L + container + 1) * 0x9E3779B97F4A7C15L) >>> 16),
                ContainerState.RUNNING,
                ill ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY,
                null,
                container % 3,
                864_000 + age.toSeconds(),
                ill ? 1 + random.nextInt(5) : 0,
                ill ? "Get \"http://127.0.0.1:8080/health\": dial tcp: connection refused, sample " + sample : null,
                new ContainerUsage(
                        random.nextInt(10_000) / 100.0,
                        (200L << 20) + STEP * random.nextInt(10_000),
                        512L << 20,
                        20 + random.nextInt(5),
                        STEP * number,
                        2000 * number + random.nextInt(2000),
                        100_000 * sample + random.nextInt(100_000),
                        50_000 * sample + random.nextInt(50_000)),
                new ContainerRun(
                        "registry.example.org/shop/" + service + ":1.4." + host % 7,
                        false,
                        MORNING.minusSeconds(864_000),
                        null),
                new Origin(hostName(host), "shop", "shop-" + service + "-1"));
    }

    private static String hostName(int host) {
        return String.format(Locale.ROOT, "node-%05d.fleet.example.org", host);
    }

    /** The columns of {@code event} in the table. */
    static List<@Nullable Object> columns(ContainerStatusEvent event) {
        List<@Nullable Object> row = new ArrayList<>();
        TelemetryTables.STATUS.columns().forEach(column -> row.add(column.value(event)));
        return row;
    }

    /** Which host's a row is. */
    static int host(List<@Nullable Object> row) {
        return Integer.parseInt(String.valueOf(row.get(HOST)).substring(5, 10));
    }

    /** Its number among all of its host. */
    static long number(List<@Nullable Object> row) {
        return Long.parseLong(String.valueOf(row.get(COUNTER))) / STEP;
    }

    private static int column(String name) {
        return TelemetryTables.STATUS.columns().stream()
                .map(Column::name)
                .toList()
                .indexOf(name);
    }
}
