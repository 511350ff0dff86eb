package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes the tables that {@code benchmarks/run report} makes reports of: a status table of hosts with the same number of containers
 * each, sampled at one interval for some days until now, a file or more each day, sorted as a compaction leaves them; and a
 * deployments table without rows.
 */
final class ReportTables {

    private static final int ROWS_A_COMMIT = 100_000;

    private static final Comparator<ContainerStatusEvent> AS_COMPACTED = Comparator.comparing(
                    ContainerStatusEvent::service)
            .thenComparing(event -> String.valueOf(event.origin().host()))
            .thenComparing(ContainerStatusEvent::timestamp);

    private ReportTables() {}

    /** Arguments: a folder, which must be new or empty; how many hosts, containers of each, days, and seconds between samples. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int hosts = Integer.parseInt(arguments[1]);
        int containers = Integer.parseInt(arguments[2]);
        int days = Integer.parseInt(arguments[3]);
        int seconds = Integer.parseInt(arguments[4]);
        Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        FleetRows fleet = new FleetRows(containers, end.minus(days + 1L, ChronoUnit.DAYS));
        try (var sink = new DeltaSink<>(
                TelemetryTables.DEPLOYMENTS, CrashFiles.store(folder.resolve("deployments")), "benchmark/1")) {
            sink.prepare();
        }
        long rows = 0;
        try (var sink =
                new DeltaSink<>(TelemetryTables.STATUS, CrashFiles.store(folder.resolve("status")), "benchmark/1")) {
            int hostsACommit = Math.max(1, ROWS_A_COMMIT / (containers * (86_400 / seconds)));
            for (int day = 0; day < days; day++) {
                Instant midnight = end.minus(days - day, ChronoUnit.DAYS);
                for (int host = 0; host < hosts; host += hostsACommit) {
                    List<ContainerStatusEvent> events = new ArrayList<>();
                    for (int each = host; each < Math.min(hosts, host + hostsACommit); each++) {
                        Random random = new Random(each * 1000L + day);
                        for (int at = 0; at < 86_400; at += seconds) {
                            events.addAll(fleet.sample(midnight.plusSeconds(at), each, random));
                        }
                    }
                    events.sort(AS_COMPACTED);
                    sink.write(new Batch<>("hosts-" + host, day, events));
                    rows += events.size();
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d hosts of %d containers, every %d s for %d days: %d rows%n",
                hosts,
                containers,
                seconds,
                days,
                rows);
    }
}
