package io.dispenser.telemetry.benchmarks;

import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.adapter.delta.TargetedMaintenance;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * How many files a question opens of those that are there: a status table of 50 hosts with the same ten services each, sampled
 * every ten minutes for thirty days, as the hosts wrote it, compacted to files of the table's own target size, and compacted
 * to small ones. Counts, not times. What other readers open is counted by {@code skipping.py} afterwards.
 */
final class SkippingBenchmark {

    static final String SERVICE = "service-4";
    static final String HOST = "host-23";

    private static final int SERVICES = 10;
    private static final int HOSTS_A_FILE = 2;
    private static final int SAMPLES_A_DAY = 144;
    private static final long SMALL = 256 << 10;

    /** The end of the last day of the table; a day counts as over only some time after its end. */
    private final Instant end = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.DAYS);

    private final FleetRows fleet = new FleetRows(SERVICES, end.minusSeconds(10_000_000L));
    private final Path folder;
    private final int hosts;
    private final int days;

    private SkippingBenchmark(Path folder, int hosts, int days) {
        this.folder = folder;
        this.hosts = hosts;
        this.days = days;
    }

    /** Arguments: a folder, which must be new or empty; and how many hosts and days, 50 and 30 if they are not named. */
    public static void main(String[] arguments) throws Exception {
        var benchmark = new SkippingBenchmark(
                Path.of(arguments[0]),
                arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50,
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30);
        benchmark.run();
    }

    private void run() throws Exception {
        Path written = folder.resolve("written");
        write(written);
        count(written);
        Path small = folder.resolve("small");
        copy(written, small);
        compact(small, SMALL);
        count(small);
        Path usual = folder.resolve("compacted");
        copy(written, usual);
        compact(usual, Long.MAX_VALUE);
        count(usual);
    }

    /** A commit for each day of {@value #HOSTS_A_FILE} hosts. */
    private void write(Path table) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, CrashFiles.store(table), "benchmark/1")) {
            for (int day = 0; day < days; day++) {
                for (int host = 0; host < hosts; host += HOSTS_A_FILE) {
                    List<ContainerStatusEvent> rows = new ArrayList<>();
                    for (int each = host; each < Math.min(hosts, host + HOSTS_A_FILE); each++) {
                        rows.addAll(rows(each, day));
                    }
                    sink.write(new Batch<>("hosts-" + host, day, rows));
                }
            }
        }
    }

    private static void compact(Path table, long targetBytes) throws Exception {
        try (var maintenance = TargetedMaintenance.of(
                CrashFiles.store(table), Math.min(targetBytes, TelemetryTables.STATUS.targetFileSizeBytes()))) {
            CompactionReport report = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d files of %d KiB became %d of %d KiB; %d rows were rewritten in %d commits%n",
                    table.getFileName(),
                    report.filesRemoved(),
                    report.bytesRemoved() >> 10,
                    report.filesAdded(),
                    report.bytesAdded() >> 10,
                    report.rowsRewritten(),
                    report.commits());
        }
    }

    /** Counts for each span of days what is opened for a question, and writes down the questions for other readers. */
    private void count(Path table) throws Exception {
        List<String> questions = new ArrayList<>();
        String container = fleet.containerId(23, 4);
        for (int span : new int[] {1, 7, days}) {
            LocalDate first = LocalDate.ofInstant(end, ZoneOffset.UTC).minusDays(span);
            Predicate since = new Predicate(">=", new Column("date"), RowValues.literal(first));
            int there = files(table, since);
            print(table, span, "Kernel", "service and host", files(table, and(since, SERVICE, HOST)), there);
            print(
                    table,
                    span,
                    "Kernel",
                    "container_id",
                    files(table, new And(since, equal("container_id", container))),
                    there);
            print(
                    table,
                    span,
                    "Kernel",
                    "service, host and container_id",
                    files(table, new And(and(since, SERVICE, HOST), equal("container_id", container))),
                    there);
            Rows rows = new DeltaTableReader(CrashFiles.store(table))
                    .read(new RowQuery(
                            SERVICE, first.atStartOfDay(ZoneOffset.UTC).toInstant(), Integer.MAX_VALUE))
                    .orElseThrow();
            print(table, span, "show --service", "service", rows.filesRead(), there);
            questions.add(String.join("\t", Integer.toString(span), first.toString(), SERVICE, HOST, container));
        }
        Files.write(folder.resolve(table.getFileName() + ".questions"), questions);
    }

    private static void print(Path table, int days, String reader, String question, long read, long there) {
        System.out.printf(
                Locale.ROOT,
                "%s, %d days, %s, by %s: %d of %d files%n",
                table.getFileName(),
                days,
                reader,
                question,
                read,
                there);
    }

    private static Predicate and(Predicate since, String service, String host) {
        return new And(since, new And(equal("service", service), equal("host", host)));
    }

    private static Predicate equal(String column, String value) {
        return new Predicate("=", new Column(column), Literal.ofString(value));
    }

    private static int files(Path table, Predicate condition) throws Exception {
        DeltaLog log = new DeltaLog(CrashFiles.store(table));
        Snapshot snapshot = log.load().orElseThrow();
        ScanBuilder scan = snapshot.getScanBuilder().withFilter(condition);
        AtomicInteger files = new AtomicInteger();
        LogFiles.live(scan.build(), log.engine(), file -> files.incrementAndGet());
        return files.get();
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private List<ContainerStatusEvent> rows(int host, int day) {
        Random random = new Random(host * 1000L + day);
        Instant midnight = end.minus(days - day, ChronoUnit.DAYS);
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES_A_DAY; sample++) {
            Instant at = midnight.plusSeconds(600L * sample + host).plusNanos(1000L * random.nextInt(1_000_000));
            rows.addAll(fleet.sample(at, host, random));
        }
        return rows;
    }
}
