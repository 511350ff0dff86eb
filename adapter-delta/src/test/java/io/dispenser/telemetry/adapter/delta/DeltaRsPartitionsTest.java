package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that delta-rs made as Dispenser does, or without partitions: both write, we compact, and all read the same. */
class DeltaRsPartitionsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private DeltaRs deltaRs;

    private final List<ContainerStatusEvent> expected = new ArrayList<>();

    @BeforeEach
    void findDeltaRs() throws Exception {
        deltaRs = DeltaRs.find(scratch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service date", "date service", "none", "state"})
    void allReadTheSameRows(String partitions) throws Exception {
        InMemoryTableStore theirs = created(partitions);
        assertRead(theirs);

        for (int batch = 0; batch < 11; batch++) {
            write(theirs, batch + 1, events(batch + 1));
        }
        assertRead(theirs);

        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", theirs.anotherClient(), "test/1")) {
            assertThat(maintenance.isOurs()).isFalse();
            assertThat(maintenance
                            .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                            .commits())
                    .isPositive();
        }
        assertRead(theirs);
    }

    @Test
    void deltaRsAppendsToWhatWeWroteAndMaintainsIt() throws Exception {
        InMemoryTableStore theirs = created("service date");
        write(theirs, 1, events(1));
        Path directory = copy(theirs, "both");

        deltaRs.run("append", directory, "a/b 100%", 4);
        deltaRs.run("optimize", directory);

        InMemoryTableStore both = new InMemoryTableStore();
        DeltaRs.load(directory, both);
        assertThat(new DeltaTableReader(both.anotherClient())
                        .read(new RowQuery("a/b 100%", null, 100))
                        .orElseThrow()
                        .rows())
                .hasSize(4);
        assertThat(ReadBack.statuses(both)).hasSize(expected.size() + 4).containsAll(expected);
    }

    private void assertRead(InMemoryTableStore store) throws Exception {
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(expected);
        List<String> rows = PrintedRows.of(TelemetryTables.STATUS, expected);
        Path directory = copy(store, "read");
        assertThat(PrintedRows.lines(deltaRs.run("describe", directory), "row "))
                .containsExactlyInAnyOrderElementsOf(rows);
        assertThat(PrintedRows.lines(
                        PythonScript.find("duckdb", "duck.py", scratch).run(Map.of(), "read", directory), "row "))
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    private InMemoryTableStore created(String partitions) throws Exception {
        InMemoryTableStore ours = new InMemoryTableStore();
        write(ours, 0, events(0));
        Path directory = scratch.resolve("theirs");
        List<Object> command = new ArrayList<>(List.of("create", directory, copy(ours, "template")));
        command.addAll(List.of(partitions.split(" ")));
        deltaRs.run(command.toArray());
        InMemoryTableStore theirs = new InMemoryTableStore();
        DeltaRs.load(directory, theirs);
        return theirs;
    }

    private void write(InMemoryTableStore store, int number, List<ContainerStatusEvent> events) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", number, events));
        }
        expected.addAll(events);
    }

    private static List<ContainerStatusEvent> events(int round) {
        Instant at = Instant.parse("2026-03-01T10:00:00Z").plusSeconds(round);
        return ForeignPartitionsTest.ODD.stream()
                .filter(name -> name.length() < 200) // delta-rs has no place for a longer one
                .map(name -> ContainerStatusEvent.ofState(at, name, "4f66ad9a0b2e", ContainerState.RUNNING))
                .toList();
    }

    private Path copy(InMemoryTableStore store, String name) throws Exception {
        Path directory = scratch.resolve(name);
        store.copyTo(directory);
        return directory;
    }
}
