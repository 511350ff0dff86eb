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
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, delta-rs reads, and what delta-rs writes, we read and append to. */
class DeltaRsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private DeltaRs deltaRs;

    private final InMemoryTableStore store = new InMemoryTableStore();

    @BeforeEach
    void findDeltaRs() throws Exception {
        deltaRs = DeltaRs.find(scratch);
    }

    @Test
    void aSearchByAnyColumnFindsWhatIsThere() throws Exception {
        write(TelemetryTables.STATUS, SampleEvents.statuses(0, 40));
        Path directory = scratch.resolve("searched");
        store.copyTo(directory);

        assertThat(deltaRs.run("found", directory)).isEmpty();
    }

    @Test
    void theStatusTableIsAsDocumented() throws Exception {
        List<ContainerStatusEvent> events = SampleEvents.statusesWithExtremes(50, "bar\u0000");
        write(TelemetryTables.STATUS, events);

        List<String> table = describe();

        assertThat(table)
                .contains("version 1", "protocol 1 2", "partition date", "files 3")
                .contains(
                        "property delta.logRetentionDuration interval 7 days",
                        "property delta.deletedFileRetentionDuration interval 1 days",
                        "property delta.targetFileSize 33554432",
                        "property delta.checkpointInterval 100",
                        "property delta.enableExpiredLogCleanup true")
                .contains(
                        "commit operation WRITE",
                        "commit engineInfo dispenser-telemetry/test",
                        "commit isBlindAppend True",
                        "commit mode Append",
                        "commit partitionBy [\"date\"]",
                        "commit numFiles 3",
                        "commit numOutputRows 53");
        assertThat(PrintedRows.lines(table, "column ")).isEqualTo(columns(TelemetryTables.STATUS));
        assertThat(PrintedRows.lines(table, "row "))
                .containsExactlyInAnyOrderElementsOf(PrintedRows.of(TelemetryTables.STATUS, events));
    }

    @Test
    void theDeploymentsTableIsAsDocumented() throws Exception {
        write(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 60));

        List<String> table = describe();

        assertThat(table)
                .contains("version 1", "protocol 1 2", "partition date", "commit numOutputRows 60")
                .contains(
                        "property delta.logRetentionDuration interval 30 days",
                        "property delta.deletedFileRetentionDuration interval 7 days",
                        "property delta.targetFileSize 33554432");
        assertThat(PrintedRows.lines(table, "column ")).isEqualTo(columns(TelemetryTables.DEPLOYMENTS));
        assertThat(PrintedRows.lines(table, "row "))
                .containsExactlyInAnyOrderElementsOf(
                        PrintedRows.of(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 60)));
    }

    @Test
    void aTableIsReadFromItsCheckpoint() throws Exception {
        int batches = TableMetadata.CHECKPOINT_INTERVAL + 3;
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "dispenser-telemetry/test")) {
            for (int number = 0; number < batches; number++) {
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))));
            }
        }
        store.removeIf(path -> path.matches("_delta_log/0+\\d{1,2}\\.(json|crc)"));

        List<String> table = describe();

        assertThat(table).contains("version " + batches, "property delta.targetFileSize 33554432");
        assertThat(PrintedRows.lines(table, "row "))
                .containsExactlyInAnyOrderElementsOf(
                        PrintedRows.of(TelemetryTables.STATUS, SampleEvents.statuses(0, batches)));
    }

    @Test
    void bothAppendToOurTable() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "dispenser-telemetry/test")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 5)));
            Path directory = scratch.resolve("table");
            store.copyTo(directory);
            deltaRs.run("append", directory, "theirs", 4);
            DeltaRs.load(directory, store);

            assertThat(sink.write(new Batch<>("w", 1, SampleEvents.statuses(5, 10)))
                            .version())
                    .isEqualTo(3);
        }
        assertThat(PrintedRows.lines(describe(), "row ")).hasSize(14);
        assertThat(ReadBack.statuses(store)).hasSize(14);
        assertThat(new DeltaTableReader(store)
                        .read(new RowQuery("theirs", null, 100))
                        .orElseThrow()
                        .rows())
                .hasSize(4);
    }

    @Test
    void weAppendToATableOfDeltaRs() throws Exception {
        write(TelemetryTables.STATUS, SampleEvents.statuses(0, 5));
        Path template = scratch.resolve("template");
        store.copyTo(template);
        Path directory = scratch.resolve("theirs");
        deltaRs.run("create", directory, template);
        InMemoryTableStore theirs = new InMemoryTableStore();
        DeltaRs.load(directory, theirs);

        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, theirs.anotherClient(), "dispenser-telemetry/test")) {
            for (int number = 0; number < 25; number++) {
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(5 + number))));
            }
        }

        assertThat(ReadBack.statuses(theirs)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 30));
        theirs.copyTo(directory);
        assertThat(PrintedRows.lines(deltaRs.run("describe", directory), "row "))
                .containsExactlyInAnyOrderElementsOf(
                        PrintedRows.of(TelemetryTables.STATUS, SampleEvents.statuses(0, 30)));
    }

    private <E extends TelemetryEvent> void write(TelemetryTable<E> table, List<E> events) throws Exception {
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "dispenser-telemetry/test")) {
            sink.write(new Batch<>("w", 0, events));
        }
    }

    private List<String> describe() throws Exception {
        Path directory = scratch.resolve("described");
        store.copyTo(directory);
        return deltaRs.run("describe", directory);
    }

    private static List<String> columns(TelemetryTable<?> table) {
        return table.columns().stream()
                .map(column -> "column " + column.name() + " "
                        + column.type().name().toLowerCase(Locale.ROOT) + " "
                        + (column.nullable() ? "null" : "not-null") + " " + column.description())
                .toList();
    }
}
