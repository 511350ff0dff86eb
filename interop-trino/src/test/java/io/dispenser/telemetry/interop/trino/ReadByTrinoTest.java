package io.dispenser.telemetry.interop.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.FullInbox;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trino reads what we wrote. */
@Timeout(300)
class ReadByTrinoTest {

    private static final String DATA = "date=.*\\.parquet";

    @SuppressWarnings("NullAway.Init")
    private SharedTable<ContainerStatusEvent> statuses;

    @BeforeEach
    void name() throws Exception {
        statuses = new SharedTable<>(TelemetryTables.STATUS);
    }

    @Test
    void everyStatusIsReadAsItWasWritten() throws Exception {
        List<ContainerStatusEvent> events = SampleEvents.statusesWithExtremes(40, "back\\slash");

        statuses.append(0, events);

        assertThat(statuses.rowsByTrino()).containsExactlyInAnyOrderElementsOf(statuses.view.rows(events));
        assertThat(statuses.columnsByTrino()).isEqualTo(statuses.view.columns());
        assertThat(statuses.sql("select count(*), count(cpu_percent) from TABLE"))
                .containsExactly(List.of("43", "20"));
    }

    @Test
    void everyDeploymentIsReadAsItWasWritten() throws Exception {
        SharedTable<DeploymentEvent> deployments = new SharedTable<>(TelemetryTables.DEPLOYMENTS);
        List<DeploymentEvent> events = SampleEvents.deployments(0, 60);

        deployments.append(0, events);

        assertThat(deployments.rowsByTrino()).containsExactlyInAnyOrderElementsOf(deployments.view.rows(events));
        assertThat(deployments.columnsByTrino()).isEqualTo(deployments.view.columns());
        assertThat(deployments.sql("select count(*) from TABLE")).containsExactly(List.of("60"));
    }

    @Test
    void aQueryOfADateReadsFilesOfThatDateOnly() throws Exception {
        statuses.append(0, SampleEvents.statuses(0, 7));
        statuses.append(1, List.of(SampleEvents.extremeStatus("2026-03-02T00:00:00Z", "")));

        assertThat(statuses.filesReadBy("select service from TABLE where date = date'2026-03-02'"))
                .isEqualTo(statuses.files("date=2026-03-02/.*"))
                .hasSize(1);
        assertThat(statuses.filesReadBy("select service from TABLE"))
                .isEqualTo(statuses.files(DATA))
                .hasSize(2);
    }

    @Test
    void ourStatisticsSpareAQueryTheOtherFiles() throws Exception {
        statuses.append(0, SampleEvents.statuses(0, 5));
        List<Path> first = statuses.files(DATA);
        statuses.append(1, SampleEvents.statuses(5, 10));

        assertThat(statuses.filesReadBy("select state from TABLE where service = 'service-3'"))
                .isEqualTo(first)
                .hasSize(1);
        assertThat(statuses.filesReadBy(
                        "select service from TABLE where timestamp < timestamp'2026-03-01 10:00:04.000 UTC'"))
                .isEqualTo(first);
        assertThat(statuses.filesReadBy("select state from TABLE where service like '%3'"))
                .isEqualTo(statuses.files(DATA));
    }

    @Test
    void ourCheckpointIsRead() throws Exception {
        int batches = 102;
        write(0, batches);
        assertThat(statuses.files("_delta_log/0+100\\.checkpoint\\.parquet")).hasSize(1);
        statuses.delete(statuses.files("_delta_log/0{18}\\d\\d\\.(json|crc)"));

        assertAllRead(batches);
    }

    @Test
    void aTableIsReadThroughAllOurMaintenance() throws Exception {
        int batches = 12;
        write(0, batches);
        assertAllRead(batches);
        try (var maintenance = statuses.maintenance()) {
            assertThat(maintenance
                            .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                            .filesRemoved())
                    .isEqualTo(batches);
            assertAllRead(batches);
            statuses.age(9);
            assertThat(maintenance.vacuum(false, MaintenanceListener.NONE).files())
                    .isEqualTo(batches);
            assertThat(statuses.files(DATA)).hasSize(1);
            assertAllRead(batches);
            assertThat(maintenance.cleanLog(false, MaintenanceListener.NONE).checkpoint())
                    .isPresent();
            statuses.age(9);
            assertThat(maintenance.cleanLog(false, MaintenanceListener.NONE).files())
                    .isGreaterThan(batches);
        }
        assertThat(statuses.files("_delta_log/0+\\.json")).isEmpty();
        assertAllRead(batches);
        write(batches, batches + 1);
        assertAllRead(batches + 1);
    }

    @Test
    void whatWaitsInTheInboxIsNotRead() throws Exception {
        write(0, 3);
        try (TableStore store = statuses.open()) {
            FullInbox.fill(store);
            List<String> paths = FullInbox.paths(store);
            assertAllRead(3);
            statuses.insertByTrino("trino");
            statuses.sql("alter table TABLE execute optimize");
            for (Path file : statuses.files("_delta_log/_dispenser/.*")) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
            }
            statuses.vacuumByTrino("7d");
            assertThat(FullInbox.paths(store)).isEqualTo(paths).hasSize(7);
        }
        assertThat(statuses.rowsByTrino()).hasSize(4);
    }

    private void write(int from, int to) throws Exception {
        try (var sink = statuses.sink()) {
            for (int number = from; number < to; number++) {
                sink.write(new Batch<>("us", number, SampleEvents.statuses(number, number + 1)));
            }
        }
    }

    /** By a Trino that may know an earlier version, and by one that has not heard of the table. */
    private void assertAllRead(int batches) throws Exception {
        List<List<@Nullable String>> rows = statuses.view.rows(SampleEvents.statuses(0, batches));
        assertThat(statuses.rowsByTrino()).containsExactlyInAnyOrderElementsOf(rows);
        statuses.register();
        assertThat(statuses.rowsByTrino()).containsExactlyInAnyOrderElementsOf(rows);
    }
}
