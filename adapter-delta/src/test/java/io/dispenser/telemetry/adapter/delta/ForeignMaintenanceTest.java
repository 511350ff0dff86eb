package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Maintenance of tables that others made with other partitions than ours. */
class ForeignMaintenanceTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final ManualInstants clock = new ManualInstants(START);
    private final InMemoryTableStore store = new InMemoryTableStore(clock);
    private final List<ContainerStatusEvent> expected = new ArrayList<>();
    private int batches;

    @Test
    void filesAreCompactedWithinOneServiceAndDate() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "service", "date");
        append(12, "web", "a/b", "it's");
        clock.advance(Duration.ofDays(1));
        append(3, "web");
        clock.advance(Duration.ofDays(2));

        CompactionReport report = compact(false);

        assertThat(report.partitions()).isEqualTo(4);
        assertThat(report.filesRemoved()).isEqualTo(39);
        assertThat(report.filesAdded()).isEqualTo(4);
        assertThat(report.failures()).isEmpty();
        assertThat(filesByDirectory(report.commits()))
                .containsEntry("service=web/date=2026-03-01", 1L)
                .containsEntry("service=web/date=2026-03-02", 1L)
                .containsEntry("service=a%2Fb/date=2026-03-01", 1L)
                .containsEntry("service=it%27s/date=2026-03-01", 1L);
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(expected);
        for (ContainerStatusEvent event : expected) {
            assertThat(new DeltaTableReader(store.anotherClient())
                            .read(new RowQuery(event.service(), event.timestamp(), 100))
                            .orElseThrow()
                            .rows())
                    .anyMatch(row -> event.timestamp().equals(row.get(1)));
        }
    }

    @Test
    void todaysPartitionsAreCompactedByTiersAndADryRunTellsTheSame() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "date", "service");
        append(12, "web");
        append(3, "db");

        CompactionReport imagined = compact(true);
        CompactionReport report = compact(false);

        assertThat(report.partitions()).isEqualTo(1);
        assertThat(report.filesRemoved()).isEqualTo(12);
        assertThat(imagined.filesRemoved()).isEqualTo(12);
        assertThat(imagined.filesAdded()).isEqualTo(1);
        TableDescription description = describe();
        assertThat(description.ours()).isFalse();
        assertThat(description.files()).isEqualTo(4);
        assertThat(description.oldestDate()).isEqualTo(LocalDate.parse("2026-03-01"));
    }

    @Test
    void aTableWithoutPartitionsIsOneThatIsNeverOver() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS);
        append(12, "web");
        clock.advance(Duration.ofDays(3));
        append(3, "web");

        CompactionReport report = compact(false);

        assertThat(report.partitions()).isEqualTo(1);
        assertThat(report.filesRemoved()).isEqualTo(15);
        assertThat(describe().oldestDate()).isNull();
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(expected);

        clock.advance(Duration.ofDays(8));
        VacuumReport vacuum = vacuum();

        assertThat(vacuum.files()).isEqualTo(15);
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void noValueIsAPartitionOfItsOwn() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "last_health_output");
        for (@Nullable String output : new @Nullable String[] {null, "null", "", "x"}) {
            for (int i = 0; i < 11; i++) {
                append(new ContainerStatusEvent(
                        START.plusSeconds(batches),
                        "web",
                        "c",
                        ContainerState.RUNNING,
                        HealthStatus.NONE,
                        null,
                        0,
                        0,
                        0,
                        output));
            }
        }

        CompactionReport report = compact(false);

        assertThat(report.partitions()).isEqualTo(3);
        assertThat(report.filesRemoved()).isEqualTo(44);
        assertThat(ReadBack.statuses(store)).hasSize(44);
        assertThat(ReadBack.statuses(store).stream().filter(event -> event.lastHealthOutput() == null))
                .hasSize(22);
        assertThat(ReadBack.statuses(store).stream().filter(event -> "null".equals(event.lastHealthOutput())))
                .hasSize(11);
    }

    private void append(int rounds, String... services) throws Exception {
        for (int i = 0; i < rounds; i++) {
            List<ContainerStatusEvent> events = new ArrayList<>();
            for (String service : services) {
                events.add(ContainerStatusEvent.ofState(
                        clock.instant().plusSeconds(batches), service, "4f66ad9a0b2e", ContainerState.RUNNING));
            }
            append(events.toArray(ContainerStatusEvent[]::new));
        }
    }

    private void append(ContainerStatusEvent... events) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1", clock)) {
            sink.write(new Batch<>("w", batches++, List.of(events)));
        }
        expected.addAll(List.of(events));
    }

    private DeltaMaintenance maintenance() {
        return new DeltaMaintenance(
                "status", store.anotherClient(), "test/1", clock, new ManualTicker(), MaintenanceLimits.DEFAULTS);
    }

    private CompactionReport compact(boolean dryRun) throws Exception {
        try (DeltaMaintenance maintenance = maintenance()) {
            CompactionScope scope = dryRun ? CompactionScope.ALL.asDryRun() : CompactionScope.ALL;
            return maintenance.compact(scope, MaintenanceListener.NONE);
        }
    }

    private VacuumReport vacuum() throws Exception {
        try (DeltaMaintenance maintenance = maintenance()) {
            return maintenance.vacuum(false, MaintenanceListener.NONE);
        }
    }

    private TableDescription describe() throws Exception {
        try (DeltaMaintenance maintenance = maintenance()) {
            return maintenance.describe().orElseThrow();
        }
    }

    /** The files that the last commits have added, by their directories. */
    private Map<String, Long> filesByDirectory(long commits) throws Exception {
        Map<String, Long> files = new TreeMap<>();
        for (int version = batches + 1; version <= batches + commits; version++) {
            for (String line : new LogText(store, clock).lines(version)) {
                if (line.startsWith("{\"add\"")) {
                    String path = URI.create(line.replaceFirst(".*?\"path\":\"([^\"]*)\".*", "$1"))
                            .getPath();
                    files.merge(path.substring(0, path.lastIndexOf('/')), 1L, Long::sum);
                }
            }
        }
        return files;
    }
}
