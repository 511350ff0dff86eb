package io.dispenser.telemetry.interop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.groupcommit.FullInbox;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark reads what we wrote. */
class ReadBySparkTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private SharedTable<ContainerStatusEvent> statuses;

    @BeforeEach
    void name() {
        statuses = new SharedTable<>(TelemetryTables.STATUS, scratch.resolve("status"));
    }

    @Test
    void everyStatusIsReadAsItWasWritten() throws Exception {
        List<ContainerStatusEvent> events = SampleEvents.statusesWithExtremes(40, "back\\slash");

        statuses.append(0, events);

        assertThat(statuses.rowsBySpark()).containsExactlyInAnyOrderElementsOf(statuses.rows(events));
        assertThat(columns(statuses)).isEqualTo(expectedColumns(TelemetryTables.STATUS));
    }

    @Test
    void everyDeploymentIsReadAsItWasWritten() throws Exception {
        SharedTable<DeploymentEvent> deployments =
                new SharedTable<>(TelemetryTables.DEPLOYMENTS, scratch.resolve("deployments"));
        List<DeploymentEvent> events = SampleEvents.deployments(0, 60);

        deployments.append(0, events);

        assertThat(deployments.rowsBySpark()).containsExactlyInAnyOrderElementsOf(deployments.rows(events));
        assertThat(columns(deployments)).isEqualTo(expectedColumns(TelemetryTables.DEPLOYMENTS));
    }

    /** What is not needed for a query may be gone. */
    @Test
    void aQueryOfADateReadsFilesOfThatDateOnly() throws Exception {
        statuses.append(0, SampleEvents.statuses(0, 7));
        statuses.append(1, List.of(SampleEvents.extremeStatus("2026-03-02T00:00:00Z", "")));
        for (Path file : statuses.files("date=2026-03-02/.*")) {
            Files.delete(file);
        }

        assertThat(statuses.sql("select count(service) from TABLE where date = date'2026-03-01'"))
                .containsExactly(List.of("7"));
        assertThatThrownBy(() -> statuses.sql("select count(service) from TABLE where date = date'2026-03-02'"))
                .isInstanceOf(Spark.Refusal.class);
    }

    @Test
    void ourStatisticsSpareAQueryTheOtherFiles() throws Exception {
        statuses.append(0, SampleEvents.statuses(0, 5));
        List<Path> first = statuses.files("date=.*\\.parquet");
        statuses.append(1, SampleEvents.statuses(5, 10));
        for (Path file : first) {
            Files.delete(file);
        }

        assertThat(statuses.sql("select state from TABLE where service = 'service-7'"))
                .containsExactly(List.of("running"));
        assertThat(statuses.sql("select service from TABLE where timestamp > timestamp'2026-03-01 10:00:08Z'"))
                .containsExactlyInAnyOrder(List.of("service-8"), List.of("service-9"));
        assertThatThrownBy(() -> statuses.sql("select state from TABLE where service = 'service-3'"))
                .isInstanceOf(Spark.Refusal.class);
    }

    @Test
    void itsCheckpointsAndOursAreRead() throws Exception {
        int batches = 102;
        try (var sink = statuses.sink()) {
            for (int number = 0; number < batches; number++) {
                sink.write(new Batch<>("us", number, SampleEvents.statuses(number, number + 1)));
            }
        }
        assertThat(statuses.files("_delta_log/0+100\\.checkpoint\\.parquet")).hasSize(1);
        for (Path file : statuses.files("_delta_log/0{18}\\d\\d\\.(json|crc)")) {
            Files.delete(file);
        }

        assertThat(statuses.rowsBySpark())
                .containsExactlyInAnyOrderElementsOf(statuses.rows(SampleEvents.statuses(0, batches)));
    }

    @Test
    void whatWaitsInTheInboxIsNotRead() throws Exception {
        statuses.append(0, SampleEvents.statuses(0, 5));
        try (TableStore store = statuses.open()) {
            FullInbox.fill(store);
            List<String> paths = FullInbox.paths(store);
            assertThat(statuses.rowsBySpark())
                    .containsExactlyInAnyOrderElementsOf(statuses.rows(SampleEvents.statuses(0, 5)));
            statuses.insertBySpark("spark");
            statuses.sql("optimize TABLE");
            statuses.age("_delta_log/_dispenser/.*", 9);
            statuses.sql("vacuum TABLE");
            assertThat(FullInbox.paths(store)).isEqualTo(paths).hasSize(7);
        }
        assertThat(statuses.rowsByAFreshSpark()).hasSize(6);
        try (TableStore store = statuses.open();
                var sink = statuses.sink()) {
            while (FullInbox.paths(store).stream().anyMatch(path -> path.contains("/inbox/"))) {
                var unused = sink.lookAround(); // which finds out that the holder has died, and takes its place
                Thread.sleep(100);
            }
        }
        assertThat(statuses.rowsBySpark())
                .hasSize(36)
                .containsAll(statuses.rows(SampleEvents.statuses(FullInbox.FIRST, FullInbox.FIRST + 30)));
    }

    private static List<String> columns(SharedTable<?> table) {
        List<String> columns = new ArrayList<>();
        for (List<@Nullable String> row : table.sql("describe table TABLE")) {
            if (String.valueOf(row.get(0)).startsWith("#")) {
                break; // what comes after the columns repeats those of the partition
            }
            columns.add(row.get(0) + " " + row.get(1) + " " + row.get(2));
        }
        return columns;
    }

    private static List<String> expectedColumns(TelemetryTable<? extends TelemetryEvent> table) {
        return table.columns().stream()
                .map(column -> column.name() + " "
                        + switch (column.type()) {
                            case LONG -> "bigint";
                            case INTEGER -> "int";
                            default -> name(column.type());
                        }
                        + " " + column.description())
                .toList();
    }

    private static String name(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
