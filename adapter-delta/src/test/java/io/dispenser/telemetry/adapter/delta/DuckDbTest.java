package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, DuckDB reads; what it appends, we go on with. */
class DuckDbTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private PythonScript duckDb;

    private final InMemoryTableStore store = new InMemoryTableStore();

    @BeforeEach
    void findDuckDb() throws Exception {
        duckDb = PythonScript.find("duckdb", "duck.py", scratch);
    }

    @Test
    void theStatusTableIsAsDocumented() throws Exception {
        List<ContainerStatusEvent> events = SampleEvents.statusesWithExtremes(50, "bar\u0000");
        write(TelemetryTables.STATUS, events);

        List<String> table = read(store);

        assertThat(PrintedRows.lines(table, "column ")).isEqualTo(columns(TelemetryTables.STATUS));
        assertThat(PrintedRows.lines(table, "row "))
                .containsExactlyInAnyOrderElementsOf(PrintedRows.of(TelemetryTables.STATUS, events));
    }

    @Test
    void theDeploymentsTableIsAsDocumented() throws Exception {
        write(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 60));

        List<String> table = read(store);

        assertThat(PrintedRows.lines(table, "column ")).isEqualTo(columns(TelemetryTables.DEPLOYMENTS));
        assertThat(PrintedRows.lines(table, "row "))
                .containsExactlyInAnyOrderElementsOf(
                        PrintedRows.of(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 60)));
    }

    @Test
    void aTableThatWeMaintainedIsReadFromItsCheckpoint() throws Exception {
        MaintenanceFixture table =
                new MaintenanceFixture(Instant.now().minus(Duration.ofDays(12))); // so that the log expires by now
        table.append(TableMetadata.CHECKPOINT_INTERVAL + 3);
        table.clock.advance(Duration.ofDays(9));
        MaintenanceFixture.maintain(table.maintenance());
        table.append(1);
        assertThat(table.store.paths()).noneMatch(path -> path.endsWith("00000000000000000000.json"));

        assertThat(PrintedRows.lines(read(table.store), "row "))
                .containsExactlyInAnyOrderElementsOf(PrintedRows.of(TelemetryTables.STATUS, table.expected()));
    }

    @Test
    void filesAreSkippedByDateAndByStatistics() throws Exception {
        List<ContainerStatusEvent> events = List.of(
                SampleEvents.extremeStatus("2026-03-01T12:00:00Z", ""),
                SampleEvents.extremeStatus("2026-03-02T12:00:00Z", ""),
                SampleEvents.extremeStatus("2026-03-03T12:00:00Z", ""));
        write(TelemetryTables.STATUS, events);
        Path directory = copy(store);

        assertThat(filesRead(directory, "date = '2026-03-02'")).isEqualTo("files 1/3");
        assertThat(filesRead(directory, "service = 'nobody'")).isEqualTo("files 0/3");
        // It hands no timestamps down: who filters by date reads less.
        assertThat(filesRead(directory, "timestamp >= '2026-03-02 06:00:00+00'"))
                .isEqualTo("files 3/3");
    }

    @Test
    void bothAppendToOurTable() throws Exception {
        MaintenanceFixture table = new MaintenanceFixture();
        table.append(12);
        Path directory = copy(table.store);

        duckDb.run(Map.of(), "append", directory, "theirs", 4);
        DeltaRs.load(directory, table.store);
        table.append(1);

        assertThat(table.compact().filesRemoved()).isEqualTo(14);
        assertThat(ReadBack.statuses(table.store)).hasSize(17).containsAll(table.expected());
        assertThat(PrintedRows.lines(read(table.store), "row "))
                .hasSize(17)
                .containsAll(PrintedRows.of(TelemetryTables.STATUS, table.expected()));
    }

    private String filesRead(Path table, String condition) throws Exception {
        return String.join("\n", duckDb.run(Map.of(), "files", table, condition));
    }

    private <E extends TelemetryEvent> void write(TelemetryTable<E> table, List<E> events) throws Exception {
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "dispenser-telemetry/test")) {
            sink.write(new Batch<>("w", 0, events));
        }
    }

    private List<String> read(InMemoryTableStore table) throws Exception {
        return duckDb.run(Map.of(), "read", copy(table));
    }

    private Path copy(InMemoryTableStore table) throws Exception {
        Path directory = scratch.resolve("table");
        table.copyTo(directory);
        return directory;
    }

    private static List<String> columns(TelemetryTable<?> table) {
        return table.columns().stream()
                .map(column -> "column " + column.name() + " "
                        + switch (column.type()) {
                            case BOOLEAN -> "BOOLEAN";
                            case INTEGER -> "INTEGER";
                            case LONG -> "BIGINT";
                            case DOUBLE -> "DOUBLE";
                            case STRING -> "VARCHAR";
                            case DATE -> "DATE";
                            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
                        })
                .toList();
    }
}
