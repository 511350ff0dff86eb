package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes tables of samples to be read: a status table of hosts with the same number of containers each, sampled at one interval for
 * some days until now, a file or more each day, sorted as a compaction leaves them; and a deployments table without rows.
 */
final class ReportTables implements AutoCloseable {

    private static final int ROWS_A_COMMIT = 100_000;
    private static final int SECONDS_A_DAY = 86_400;

    private static final Comparator<ContainerStatusEvent> AS_COMPACTED = Comparator.comparing(
                    ContainerStatusEvent::service)
            .thenComparing(event -> String.valueOf(event.origin().host()))
            .thenComparing(ContainerStatusEvent::timestamp);

    private final DeltaSink<ContainerStatusEvent> sink;
    private final FleetRows fleet;
    private final int hosts;
    private final int seconds;
    private final int spread;
    private long rows;

    /** @param spread how many seconds each host's samples are behind those of the host before */
    private ReportTables(Path folder, FleetRows fleet, int hosts, int seconds, int spread) {
        this.sink = new DeltaSink<>(TelemetryTables.STATUS, CrashFiles.store(folder.resolve("status")), "benchmark/1");
        this.fleet = fleet;
        this.hosts = hosts;
        this.seconds = seconds;
        this.spread = spread;
    }

    /**
     * Arguments: a folder, which must be new or empty; how many hosts, containers of each, days, and seconds between samples. With
     * a number of small files after that, the last day is today, which is not compacted yet: so many commits, of all hosts; and the
     * hosts take their samples one after the other.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int hosts = Integer.parseInt(arguments[1]);
        int containers = Integer.parseInt(arguments[2]);
        int days = Integer.parseInt(arguments[3]);
        int seconds = Integer.parseInt(arguments[4]);
        int small = arguments.length > 5 ? Integer.parseInt(arguments[5]) : 0;
        Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        FleetRows fleet = new FleetRows(containers, end.minus(days + 1L, ChronoUnit.DAYS));
        try (var sink = new DeltaSink<>(
                TelemetryTables.DEPLOYMENTS, CrashFiles.store(folder.resolve("deployments")), "benchmark/1")) {
            sink.prepare();
        }
        try (var tables = new ReportTables(folder, fleet, hosts, seconds, small == 0 ? 0 : seconds / hosts)) {
            if (small == 0) {
                tables.compacted(end.minus(days, ChronoUnit.DAYS), days);
            } else {
                Instant today = end.truncatedTo(ChronoUnit.DAYS);
                tables.compacted(today.minus(days - 1L, ChronoUnit.DAYS), days - 1);
                tables.asWritten(today, end, small);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d hosts of %d containers, every %d s for %d days: %d rows%n",
                    hosts,
                    containers,
                    seconds,
                    days,
                    tables.rows);
        }
    }

    private void compacted(Instant from, int days) throws Exception {
        int hostsACommit = Math.max(1, ROWS_A_COMMIT / (fleet.services() * (SECONDS_A_DAY / seconds)));
        for (int day = 0; day < days; day++) {
            Instant begin = from.plus(day, ChronoUnit.DAYS);
            for (int host = 0; host < hosts; host += hostsACommit) {
                List<ContainerStatusEvent> events = new ArrayList<>();
                for (int each = host; each < Math.min(hosts, host + hostsACommit); each++) {
                    Random random = new Random(each * 1000L + day);
                    for (int at = each * spread; at < SECONDS_A_DAY; at += seconds) {
                        events.addAll(fleet.sample(begin.plusSeconds(at), each, random));
                    }
                }
                events.sort(AS_COMPACTED);
                write("hosts-" + host, day, events);
            }
        }
    }

    private void asWritten(Instant from, Instant until, int commits) throws Exception {
        Random random = new Random(commits);
        long length = Duration.between(from, until).toSeconds();
        for (int commit = 0; commit < commits; commit++) {
            long begin = length * commit / commits;
            long end = length * (commit + 1) / commits;
            List<ContainerStatusEvent> events = new ArrayList<>();
            for (int host = 0; host < hosts; host++) {
                long first = (long) host * spread;
                long at = first + Math.max(0L, Math.floorDiv(begin - first + seconds - 1, seconds)) * seconds;
                for (; at < end; at += seconds) {
                    events.addAll(fleet.sample(from.plusSeconds(at), host, random));
                }
            }
            if (!events.isEmpty()) {
                write("today", commit, events);
            }
        }
    }

    private void write(String writer, long number, List<ContainerStatusEvent> events) throws Exception {
        sink.write(new Batch<>(writer, number, events));
        rows += events.size();
    }

    @Override
    public void close() {
        sink.close();
    }
}
