package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The numbered events of the harness: which process recorded an event, and as the how manieth, is in its columns, and all
 * other columns follow from that.
 */
final class CrashEvents {

    /** So many runs have one service, so that a reader finds their rows by its statistics. */
    static final int RUNS_A_GROUP = 20;

    /** A little before midnight: most runs have batches of two days. */
    private static final Instant FIRST = Instant.parse("2026-02-28T23:59:59.900Z");

    private CrashEvents() {}

    /** Event number {@code number} of run number {@code run}; both count from 0. */
    static ContainerStatusEvent event(int run, int number) {
        boolean full = number % 3 == 0;
        return new ContainerStatusEvent(
                FIRST.plus(Duration.ofMillis(number)),
                service(run / RUNS_A_GROUP),
                String.format(Locale.ROOT, "%012x", run),
                full ? ContainerState.EXITED : ContainerState.RUNNING,
                full ? HealthStatus.UNHEALTHY : HealthStatus.NONE,
                full ? number % 256 : null,
                number,
                number * 60L,
                full ? 3 : 0,
                full ? "probe " + number + " of \"run\" " + run + " said no\n" : null);
    }

    /** The service of all events of a group of runs. */
    static String service(int group) {
        return "group-" + group;
    }

    /** The row that {@code event} must be in the table. */
    static List<@Nullable Object> row(ContainerStatusEvent event) {
        List<@Nullable Object> row = new ArrayList<>();
        TelemetryTables.STATUS.columns().forEach(column -> row.add(column.value(event)));
        return row;
    }

    /** The run that an event's row is of. */
    static int run(List<@Nullable Object> row) {
        return Integer.parseInt(String.valueOf(row.get(3)), 16);
    }

    /** The number of an event's row. */
    static int number(List<@Nullable Object> row) {
        return Integer.parseInt(String.valueOf(row.get(7)));
    }
}
