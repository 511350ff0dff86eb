package io.dispenser.telemetry.interop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.RetryingWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The maintenance job of {@code spark/} on two executors, while a fleet writes that leaves its tables to it. */
@Timeout(1800)
class MaintenanceJobTest {

    private static final int HOSTS = 4;
    private static final int FLUSHES = 15;
    private static final int SERVICES = 3;

    private final Instant now = Instant.now();
    private final LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    private final Queue<ContainerStatusEvent> expected = new ConcurrentLinkedQueue<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @Test
    void itGathersDeletesAndCheckpointsWhileTheFleetWritesAndEveryRowIsThereOnce() throws Exception {
        var table = new SharedTable<>(TelemetryTables.STATUS, scratch.resolve("status"));
        for (int host = 0; host < HOSTS; host++) {
            write(table, host, 1, 0, FLUSHES);
            write(table, host, 4, FLUSHES, 5);
        }
        String yesterday = "date=" + today.minusDays(1);
        List<Path> small = table.files(yesterday + "/.*");
        assertThat(small).hasSize(HOSTS * FLUSHES);
        List<Path> ours = List.of(
                aged(table.directory.resolve("_delta_log/_dispenser/inbox/part-handed-over.parquet")),
                aged(table.directory.resolve("_delta_log/_dispenser_maintenance_lease_00000000000000000007.json")));
        Path old = aged(table.directory.resolve(yesterday + "/part-of-a-writer-that-died.parquet"));
        Path staged = Files.write(table.directory.resolve(yesterday + "/part-staged-just-now.parquet"), new byte[100]);

        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<CompletableFuture<Void>> fleet = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            int number = host;
            fleet.add(CompletableFuture.runAsync(() -> writeUntil(enough, table, number, written)));
        }
        SparkSubmit submit = new SparkSubmit(scratch);
        int before = written.get();
        SparkSubmit.Run daily = submit.maintain("daily.sql", table.directory);
        int between = written.get();
        SparkSubmit.Run hourly = submit.maintain("hourly.sql", table.directory);
        int after = written.get();
        enough.set(true);
        for (CompletableFuture<Void> host : fleet) {
            host.get(2, TimeUnit.MINUTES); // no sink failed
        }

        assertThat(daily.exitCode()).as(daily.printed()).isZero();
        assertThat(hourly.exitCode()).as(hourly.printed()).isZero();
        assertThat(daily.log()).as("two executors").contains("/0 on worker-", "/1 on worker-");
        assertThat(between).isGreaterThan(before);
        assertThat(after).isGreaterThan(between);
        assertThat(daily.printed())
                .contains("numFilesAdded=1, numFilesRemoved=" + HOSTS * FLUSHES) // yesterday's
                .contains("numFilesAdded=1, numFilesRemoved=" + HOSTS * 5) // what came late
                .contains("checkpoint of version ");
        assertThat(old).doesNotExist();
        assertThat(staged).exists();
        assertThat(ours).allMatch(Files::exists);
        assertThat(small).as("within the table's retention").allMatch(Files::exists);
        assertThat(table.files("_delta_log/\\d{20}\\.checkpoint\\.parquet")).isNotEmpty();
        assertEachRowOnce(table);

        write(table, 0, 0, 1_000_000, 1); // and a writer that comes now goes on
        assertEachRowOnce(table);
        assertThat(table.history()).extracting(SharedTable.Commit::operation).contains("OPTIMIZE", "VACUUM END");
    }

    private void assertEachRowOnce(SharedTable<ContainerStatusEvent> table) throws Exception {
        try (TableStore store = table.open()) {
            assertThat(new DeltaTableReader(store)
                            .read(RowQuery.newest(Integer.MAX_VALUE))
                            .orElseThrow()
                            .events(TelemetryTables.STATUS))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private void writeUntil(
            AtomicBoolean enough, SharedTable<ContainerStatusEvent> table, int host, AtomicInteger written) {
        try (var sink = table.sink()) {
            for (int flush = 0; !enough.get(); flush++) {
                List<ContainerStatusEvent> rows = rows(host, 0, flush);
                RetryingWriter.write(sink, new Batch<>("live-" + host, flush, rows));
                expected.addAll(rows);
                written.incrementAndGet();
                Thread.sleep(1000);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(SharedTable<ContainerStatusEvent> table, int host, int daysAgo, int first, int flushes)
            throws Exception {
        try (var sink = table.sink()) {
            for (int flush = first; flush < first + flushes; flush++) {
                List<ContainerStatusEvent> rows = rows(host, daysAgo, flush);
                RetryingWriter.write(sink, new Batch<>("host-" + host + "-" + daysAgo, flush, rows));
                expected.addAll(rows);
            }
        }
    }

    /** A sample of a host; of today's date whenever the test runs. */
    private List<ContainerStatusEvent> rows(int host, int daysAgo, int flush) {
        Instant at = today.minusDays(daysAgo)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(Duration.ofMillis(10L * flush + host));
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (int service = 0; service < SERVICES; service++) {
            rows.add(new ContainerStatusEvent(
                    at,
                    "service-" + service,
                    "0123456789a" + host,
                    ContainerState.RUNNING,
                    HealthStatus.HEALTHY,
                    null,
                    0,
                    flush,
                    0,
                    null,
                    new ContainerUsage(
                            flush / 8.0, 1L << 20, 1L << 30, 5, 1L * flush, 2L * flush, 3L * flush, 4L * flush),
                    new ContainerRun("shop/api:1", false, now.truncatedTo(ChronoUnit.MICROS), null),
                    new Origin("host-" + host, "shop", "shop-api-" + service)));
        }
        return rows;
    }

    /** A file as nobody has touched it for nine days. */
    private static Path aged(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[100]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
    }
}
