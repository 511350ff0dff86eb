package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.maintenance.LogStatistics;
import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The status table of some hosts through a year that ends today, in memory, by a clock of its own: what opening it and
 * planning a query of one day costs, how many files there are, and how much is stored.
 *
 * <pre>YearSimulation DAYS COMMITS_A_DAY ROWS_A_COMMIT ROUNDS_A_DAY SAMPLE_EVERY_DAYS FILE.csv</pre>
 *
 * With no rounds nothing is maintained but what writers do by themselves. Twenty hosts with default settings make 5760
 * commits a day.
 */
final class YearSimulation {

    private static final String SERVICES = "abcdefghij";

    /**
     * @param commitsADay commits of all hosts
     * @param roundsADay how often the table is maintained; 0 for never
     */
    record Scale(int days, int commitsADay, int rowsACommit, int roundsADay, int sampleEveryDays) {}

    /**
     * The end of a day.
     *
     * @param openRequests requests to load the table and to plan a query of the day before
     * @param openMillis how long that took, from memory
     * @param files data files of the latest version
     * @param filesOfPastDate the most that a date has that is over for a day
     * @param logFiles files of the log
     * @param overheadBytes what is stored beside the log and the latest version's data
     */
    record Sample(
            int day,
            long version,
            long openRequests,
            long openMillis,
            long files,
            long filesOfPastDate,
            long logFiles,
            long logBytes,
            long dataBytes,
            long overheadBytes) {

        static final String CSV_HEAD = "day,version,open_requests,open_millis,files,files_of_past_date,"
                + "log_files,log_bytes,data_bytes,overhead_bytes";

        String csv() {
            return day + "," + version + "," + openRequests + "," + openMillis + "," + files + "," + filesOfPastDate
                    + "," + logFiles + "," + logBytes + "," + dataBytes + "," + overheadBytes;
        }
    }

    private final Scale scale;
    private final ManualInstants clock;
    private final ManualTicker ticker = new ManualTicker(); // no time passes while the table is maintained
    private final InMemoryTableStore store;
    private long rows;
    private long rowsRewritten;

    YearSimulation(Scale scale) {
        this.scale = scale;
        this.clock =
                new ManualInstants(Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(scale.days())));
        this.store = new InMemoryTableStore(clock);
    }

    List<Sample> run() throws Exception {
        List<Sample> samples = new ArrayList<>();
        run(samples::add);
        return samples;
    }

    private void run(Consumer<Sample> samples) throws Exception {
        Duration step = Duration.ofDays(1).dividedBy(scale.commitsADay());
        long number = 0;
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "sim/1", clock)) {
            for (int day = 1; day <= scale.days(); day++) {
                for (int commit = 0; commit < scale.commitsADay(); commit++) {
                    sink.write(new Batch<>("host", number++, events()));
                    clock.advance(step);
                    if (scale.roundsADay() > 0
                            && (commit + 1) % Math.max(1, scale.commitsADay() / scale.roundsADay()) == 0) {
                        maintain();
                    }
                }
                if (day % scale.sampleEveryDays() == 0) {
                    samples.accept(sample(day));
                }
            }
        }
    }

    /** Rows written by compactions for each row written by a host. */
    double writeAmplification() {
        return (double) rowsRewritten / rows;
    }

    long rows() {
        return rows;
    }

    private List<ContainerStatusEvent> events() {
        List<ContainerStatusEvent> events = new ArrayList<>();
        for (int i = 0; i < scale.rowsACommit(); i++) {
            int service = i % SERVICES.length();
            events.add(new ContainerStatusEvent(
                    clock.instant().plusMillis(i),
                    "service-" + SERVICES.charAt(service),
                    String.format(Locale.ROOT, "%012x", service),
                    ContainerState.RUNNING,
                    HealthStatus.HEALTHY,
                    null,
                    0,
                    rows,
                    0,
                    null));
            rows++;
        }
        return events;
    }

    private void maintain() throws Exception {
        try (DeltaMaintenance maintenance = new DeltaMaintenance(
                        "status", store.anotherClient(), "sim/1", clock, ticker, MaintenanceLimits.DEFAULTS);
                Lease held = maintenance.acquireLease(Duration.ZERO).orElseThrow()) {
            CompactionReport report = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            rowsRewritten += report.rowsRewritten();
            boolean due = held.sinceVacuum()
                    .map(since -> since.compareTo(Duration.ofDays(1)) >= 0)
                    .orElse(true);
            if (due) {
                maintenance.vacuum(false, MaintenanceListener.NONE);
            }
            maintenance.cleanLog(false, MaintenanceListener.NONE);
            held.finished();
        }
    }

    private Sample sample(int day) throws Exception {
        long begin = Ticker.system().nanos();
        InMemoryTableStore client = store.anotherClient();
        DeltaLog log = new DeltaLog(client);
        Snapshot snapshot = log.load().orElseThrow();
        LocalDate yesterday =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1);
        Scan scan = snapshot.getScanBuilder()
                .withFilter(
                        new Predicate("=", new Column("date"), Literal.ofDate(Math.toIntExact(yesterday.toEpochDay()))))
                .build();
        LogFiles.live(scan, log.engine(), file -> {});
        long openRequests = client.requests();
        long openMillis = (Ticker.system().nanos() - begin) / 1_000_000;

        Map<LocalDate, Long> files = new HashMap<>();
        long[] bytes = new long[1];
        LogFiles.live(snapshot.getScanBuilder().build(), log.engine(), file -> {
            files.merge(LocalDate.parse(String.valueOf(file.partition().get("date"))), 1L, Long::sum);
            bytes[0] += file.size();
        });
        LogStatistics statistics = LogStatistics.of(client);
        long stored = 0;
        for (String path : client.paths()) {
            stored += client.stat(path).orElseThrow().size();
        }
        return new Sample(
                day,
                snapshot.getVersion(),
                openRequests,
                openMillis,
                files.values().stream().mapToLong(Long::longValue).sum(),
                files.entrySet().stream()
                        .filter(date -> date.getKey().isBefore(yesterday))
                        .mapToLong(Map.Entry::getValue)
                        .max()
                        .orElse(0),
                statistics.files(),
                statistics.bytes(),
                bytes[0],
                stored - statistics.bytes() - bytes[0]);
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        int[] numbers = new int[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(arguments[i]);
        }
        YearSimulation year = new YearSimulation(new Scale(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[5])))) {
            file.println(Sample.CSV_HEAD);
            year.run(sample -> {
                file.println(sample.csv());
                file.flush(); // a year takes hours: what there is can be looked at
            });
        }
        System.out.printf(Locale.ROOT, "%d rows, write amplification %.2f%n", year.rows(), year.writeAmplification());
    }
}
