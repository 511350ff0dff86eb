package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.FullInbox;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits below the log is none of the table for whoever reads or maintains it, and stays until a holder commits it. */
class FullInboxTest {

    private static final int COMMITTED = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    private final MaintenanceFixture table =
            new MaintenanceFixture(Instant.now().minus(Duration.ofDays(12)));

    @BeforeEach
    void fill() throws Exception {
        table.append(COMMITTED);
        FullInbox.fill(table.store.anotherClient());
        assertThat(FullInbox.paths(table.store)).hasSize(3 + 1 + 2 + 1);
    }

    @Test
    void deltaRsReadsAndMaintainsTheTableWithoutIt() throws Exception {
        DeltaRs deltaRs = DeltaRs.find(scratch);
        Path directory = scratch.resolve("table");
        table.store.copyTo(directory);

        List<String> described = deltaRs.run("describe", directory);
        assertThat(described).contains("version " + COMMITTED, "files " + COMMITTED);
        assertThat(PrintedRows.lines(described, "row ")).containsExactlyInAnyOrderElementsOf(printed());

        deltaRs.run("optimize", directory);
        deltaRs.run("checkpoint", directory);
        assertThat(deltaRs.run("unneeded", directory))
                .as("what a vacuum would delete that keeps nothing")
                .anyMatch(line -> line.startsWith("full "))
                .noneMatch(line -> line.contains("_dispenser"));
        assertThat(PrintedRows.lines(deltaRs.run("describe", directory), "row "))
                .containsExactlyInAnyOrderElementsOf(printed());
    }

    @Test
    void duckDbReadsTheTableWithoutIt() throws Exception {
        PythonScript duckDb = PythonScript.find("duckdb", "duck.py", scratch);
        Path directory = scratch.resolve("table");
        table.store.copyTo(directory);

        assertThat(PrintedRows.lines(duckDb.run(Map.of(), "read", directory), "row "))
                .containsExactlyInAnyOrderElementsOf(printed());
    }

    @Test
    void ourMaintenanceLeavesItAndAHolderCommitsIt() throws Exception {
        List<String> before = FullInbox.paths(table.store);
        table.clock.advance(Duration.ofDays(9));
        MaintenanceFixture.maintain(table.maintenance());
        table.clock.advance(Duration.ofDays(2));
        MaintenanceFixture.maintain(table.maintenance());
        assertThat(table.store.paths())
                .noneMatch(path -> path.endsWith("00000000000000000000.json"))
                .filteredOn(path -> path.startsWith("date="))
                .hasSize(1);
        assertThat(FullInbox.paths(table.store)).isEqualTo(before);

        try (var sink = new DeltaSink<>(
                TelemetryTables.STATUS,
                table.store.anotherClient(),
                "test/1",
                GroupCommitMode.AUTO,
                FastGroupCommit.means())) {
            for (int look = 0; look < 200 && waiting() > 0; look++) {
                var unused = sink.lookAround();
                Thread.sleep(20);
            }
        }
        List<ContainerStatusEvent> all = new ArrayList<>(table.expected());
        all.addAll(SampleEvents.statuses(FullInbox.FIRST, FullInbox.FIRST + 30));
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(all);
    }

    private long waiting() throws Exception {
        return FullInbox.paths(table.store).stream()
                .filter(path -> path.contains("/inbox/"))
                .count();
    }

    private List<String> printed() {
        return PrintedRows.of(TelemetryTables.STATUS, table.expected());
    }
}
