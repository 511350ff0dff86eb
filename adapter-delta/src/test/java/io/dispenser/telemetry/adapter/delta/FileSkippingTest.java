package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.ScanBuilder;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How many files are opened for one service on one host in a fleet's table that was compacted: ten hosts with ten services each,
 * for three days, in files so small that a day has many of them. Counted, not timed.
 */
@Timeout(300)
class FileSkippingTest {

    private static final int HOSTS = 10;
    private static final int SERVICES = 10;
    private static final int DAYS = 3;
    private static final int FLUSHES_A_DAY = 12;
    private static final int SAMPLES_A_FLUSH = 12;
    private static final int ROWS = HOSTS * SERVICES * DAYS * FLUSHES_A_DAY * SAMPLES_A_FLUSH;

    private static final long TARGET_BYTES = 32 << 10;
    private static final int MANY_FILES = 10;
    private static final int FEW_FILES = 3;

    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");

    private final MaintenanceFixture table = new MaintenanceFixture(FIRST);

    @Test
    void aDayThatIsOverIsSortedOverAllItsFiles() throws Exception {
        append(() -> {});
        table.clock.advance(Duration.ofHours(3));

        assertThat(compact(TARGET_BYTES).rowsRewritten()).as("each row once").isEqualTo(ROWS);

        assertFewOfMany();
        assertThat(compact(TARGET_BYTES).commits())
                .as("there is nothing more to do")
                .isZero();
    }

    @Test
    void soIsOneThatWasCompactedWhileItWasWrittenTo() throws Exception {
        append(() -> compact(TARGET_BYTES));
        table.clock.advance(Duration.ofHours(3));
        compact(TARGET_BYTES);

        assertFewOfMany();
        assertThat(compact(TARGET_BYTES).commits()).isZero();
    }

    /** A file of less than a row group is compressed when it ends, and then it is smaller than it seemed to be. */
    @Test
    void aTargetThatIsSmallerThanARowGroupIsMetInTheEnd() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            for (int flush = 0; flush < FLUSHES_A_DAY; flush++) {
                List<ContainerStatusEvent> all = new ArrayList<>();
                for (int host = 0; host < HOSTS; host++) {
                    rows(host, flush).forEach(row -> all.add(withoutNoise(row)));
                }
                sink.write(new Batch<>("all", flush, all));
            }
        }
        table.clock.advance(Duration.ofDays(2));

        assertThat(compact(1 << 20).rowsRewritten()).isEqualTo(ROWS / DAYS);

        assertThat(files().values())
                .singleElement()
                .satisfies(files -> assertThat(files).isLessThanOrEqualTo(2));
        assertThat(compact(1 << 20).commits()).isZero();
    }

    /** The day's files that a reader opens are few for one service on one host, and a tenth or so for one service. */
    private void assertFewOfMany() throws Exception {
        assertThat(files())
                .hasSize(DAYS)
                .allSatisfy((day, all) -> assertThat(all).isGreaterThanOrEqualTo(MANY_FILES));
        assertThat(files(equal("service", "service-5"), equal("host", "host-5")))
                .hasSize(DAYS)
                .allSatisfy((day, read) -> assertThat(read).isLessThanOrEqualTo(FEW_FILES));
        assertThat(files(equal("service", "service-5"), equal("container_id", containerId(5, 5))))
                .hasSize(DAYS)
                .allSatisfy((day, read) -> assertThat(read).isLessThanOrEqualTo(FEW_FILES));
        Rows rows = new DeltaTableReader(table.store.anotherClient())
                .read(new RowQuery("service-5", null, Integer.MAX_VALUE))
                .orElseThrow();
        assertThat(rows.rows()).hasSize(ROWS / SERVICES);
        assertThat(rows.filesRead()).isLessThanOrEqualTo(DAYS * FEW_FILES);
        assertThat(rows.filesRead() + rows.filesSkipped())
                .isEqualTo(files().values().stream().mapToInt(count -> count).sum());
    }

    private static Predicate equal(String column, String value) {
        return new Predicate("=", new Column(column), Literal.ofString(value));
    }

    /** How many files of each day Kernel leaves to be opened for these conditions. */
    private Map<String, Integer> files(Predicate... conditions) throws Exception {
        DeltaLog log = new DeltaLog(table.store.anotherClient());
        ScanBuilder scan = log.load().orElseThrow().getScanBuilder();
        if (conditions.length > 0) {
            scan = scan.withFilter(new And(conditions[0], conditions[1]));
        }
        Map<String, Integer> byDay = new TreeMap<>();
        LogFiles.live(
                scan.build(),
                log.engine(),
                file -> byDay.merge(String.valueOf(file.partition().get("date")), 1, Integer::sum));
        return byDay;
    }

    /** What the hosts write, one after another, a commit for each flush of each. */
    private void append(LogText.Action afterEach) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            for (int flush = 0; flush < DAYS * FLUSHES_A_DAY; flush++) {
                for (int host = 0; host < HOSTS; host++) {
                    sink.write(new Batch<>("host-" + host, flush, rows(host, flush)));
                }
                table.clock.advance(Duration.ofHours(24 / FLUSHES_A_DAY));
                afterEach.run();
            }
        }
    }

    private CompactionReport compact(long targetBytes) throws Exception {
        MaintenanceLimits limits = MaintenanceLimits.DEFAULTS.withMaxTargetBytes(targetBytes);
        try (var maintenance = new DeltaMaintenance(
                "status", table.store.anotherClient(), "test/1", table.clock, table.ticker, limits)) {
            CompactionReport report = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            assertThat(report.failures()).isEmpty();
            return report;
        }
    }

    private static List<ContainerStatusEvent> rows(int host, int flush) {
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (int sample = flush * SAMPLES_A_FLUSH; sample < (flush + 1) * SAMPLES_A_FLUSH; sample++) {
            for (int service = 0; service < SERVICES; service++) {
                rows.add(row(host, service, sample));
            }
        }
        return rows;
    }

    private static ContainerStatusEvent row(int host, int service, int sample) {
        long noise = ((host * 31L + service * 17L + sample * 7919L) * 2_654_435_761L) >>> 12;
        return new ContainerStatusEvent(
                FIRST.plusSeconds(600L * sample + host),
                "service-" + service,
                containerId(host, service),
                ContainerState.RUNNING,
                HealthStatus.HEALTHY,
                null,
                0,
                600L * sample,
                0,
                String.format(
                        Locale.ROOT, "%016x%016x%016x", noise * 31, noise * 0x9E3779B97F4A7C15L, noise * 7_919_317L),
                ContainerUsage.of(noise % 1000 / 10.0, noise % (1 << 28), 512L << 20),
                ContainerRun.UNKNOWN,
                new Origin("host-" + host, "shop", "shop-api-" + service));
    }

    private static ContainerStatusEvent withoutNoise(ContainerStatusEvent row) {
        return new ContainerStatusEvent(
                row.timestamp(),
                row.service(),
                row.containerId(),
                row.state(),
                row.healthStatus(),
                null,
                0,
                row.uptimeSeconds(),
                0,
                null);
    }

    /** As an engine's are: in no order. */
    private static String containerId(int host, int service) {
        return String.format(Locale.ROOT, "%012x", ((host * 10L + service + 1) * 0x9E3779B97F4A7C15L) >>> 16);
    }
}
