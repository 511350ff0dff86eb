package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that leave for their age, as delta-rs and DuckDB see it: before our vacuum, after it, and in the versions before. */
class DeltaRsExpiryTest {

    private static final int A_DAY = 86_400;
    private static final int DAYS = 4;

    /** What we appended, and in one more commit what delta-rs did. */
    private static final int BEFORE = 3 * DAYS + 1;

    private static final int DELETED = BEFORE + 1;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private DeltaRs deltaRs;

    @SuppressWarnings("NullAway.Init")
    private PythonScript duckDb;

    private final MaintenanceFixture table = new MaintenanceFixture(Instant.parse("2026-03-05T18:00:00Z"));
    private int batches;
    private int copies;

    @BeforeEach
    void fill() throws Exception {
        deltaRs = DeltaRs.find(scratch);
        duckDb = PythonScript.find("duckdb", "duck.py", scratch);
        for (int day = 0; day < DAYS; day++) {
            for (int number = 0; number < 3; number++) {
                append(SampleEvents.status(day * A_DAY + number));
            }
        }
        Path directory = copy();
        deltaRs.run("append", directory, "theirs", 3 * DAYS);
        DeltaRs.load(directory, table.store);
        expire();
    }

    @Test
    void theOthersSeeTheKeptRowsOnlyAndTheDeletionInTheHistory() throws Exception {
        Path directory = copy();
        List<String> described = deltaRs.run("describe", directory);

        assertThat(described)
                .contains("version " + DELETED, "files 8")
                .contains("commit operation DELETE", "commit predicate [\"(date < '2026-03-03')\"]");
        assertRows(described, "2026-03-03", "2026-03-04");
        assertRows(duckDb.run(Map.of(), "read", directory), "2026-03-03", "2026-03-04");
        assertThat(deltaRs.run("history", directory))
                .contains(DELETED + " operation DELETE", DELETED + " engineInfo dispenser-telemetry/test")
                .contains(DELETED + " predicate [\"(date < '2026-03-03')\"]", DELETED + " isBlindAppend False")
                .contains(DELETED + " numRemovedFiles 8", DELETED + " numDeletedRows 12")
                .contains(BEFORE + " operation WRITE");
    }

    @Test
    void theVersionBeforeIsReadableUntilOurVacuum() throws Exception {
        Path directory = copy();
        assertRows(deltaRs.run("describe", directory, BEFORE), "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04");
        List<String> unneeded = deltaRs.run("unneeded", directory);
        assertThat(PrintedRows.lines(unneeded, "plain "))
                .hasSize(8)
                .allMatch(
                        line -> line.startsWith("plain date=2026-03-01/") || line.startsWith("plain date=2026-03-02/"));

        assertThat(vacuum()).as("within the retention").isZero();
        table.elapse(TelemetryTables.STATUS.deletedFileRetention().plus(Duration.ofMinutes(1)));
        assertThat(vacuum()).isEqualTo(8);

        Path vacuumed = copy();
        assertThat(dates(vacuumed)).containsExactlyInAnyOrder("date=2026-03-03", "date=2026-03-04");
        assertThatThrownBy(() -> deltaRs.run("describe", vacuumed, BEFORE))
                .hasMessageMatching("(?s).*date=2026-03-0[12].*")
                .hasMessageContaining("not found");
        assertRows(deltaRs.run("describe", vacuumed), "2026-03-03", "2026-03-04");
        assertRows(duckDb.run(Map.of(), "read", vacuumed), "2026-03-03", "2026-03-04");
    }

    /** They name what the log has as removed, whether it is still there or not. */
    @Test
    void vacuumsOfTheirsTakeNothingThatIsNeededBeforeOursOrAfterIt() throws Exception {
        assertNothingNeededWouldGo(copy());

        table.elapse(TelemetryTables.STATUS.deletedFileRetention().plus(Duration.ofMinutes(1)));
        assertThat(vacuum()).isEqualTo(8);
        Path directory = copy();
        assertNothingNeededWouldGo(directory);

        deltaRs.run("vacuum", directory);
        assertRows(deltaRs.run("describe", directory), "2026-03-03", "2026-03-04");
    }

    private void assertNothingNeededWouldGo(Path directory) throws Exception {
        Map<String, Set<String>> files = deltaRs.run("unneeded", directory).stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.groupingBy(
                        line -> line[0], Collectors.mapping(line -> line[1], Collectors.toSet())));
        assertThat(files).containsOnlyKeys("plain", "full", "live");
        assertThat(files.get("live"))
                .hasSize(8)
                .allMatch(file -> Files.exists(directory.resolve(file)))
                .doesNotContainAnyElementsOf(files.get("plain"))
                .doesNotContainAnyElementsOf(files.get("full"));
        assertThat(files.get("full"))
                .containsExactlyInAnyOrderElementsOf(files.get("plain"))
                .allMatch(file -> file.startsWith("date=2026-03-01/") || file.startsWith("date=2026-03-02/"));
    }

    @Test
    void bothGoOnAlsoWithRowsOfOldDates() throws Exception {
        append(SampleEvents.status(5));
        Path directory = copy();
        deltaRs.run("append", directory, "late", 100); // all that there are: one of them is old
        DeltaRs.load(directory, table.store);
        assertThat(ReadBack.statuses(table.store)).hasSize(2 * (12 + 1));

        expire();

        assertThat(ReadBack.statuses(table.store)).hasSize(2 * 12);
        assertThat(PrintedRows.lines(deltaRs.run("describe", copy()), "row "))
                .hasSize(2 * 12)
                .noneMatch(row -> row.startsWith("row 2026-03-01 "));
    }

    /** Six rows of each of these dates: ours and theirs. */
    private static void assertRows(List<String> printed, String... dates) {
        assertThat(PrintedRows.lines(printed, "row ").stream()
                        .collect(Collectors.groupingBy(row -> row.split(" ", 3)[1], Collectors.counting())))
                .containsOnlyKeys(dates)
                .allSatisfy((date, rows) -> assertThat(rows).isEqualTo(6));
    }

    private void append(ContainerStatusEvent event) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            sink.write(new Batch<>("w", batches++, List.of(event)));
        }
    }

    private void expire() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance()) {
            assertThat(maintenance.expire(2, false, MaintenanceListener.NONE).notes())
                    .isEmpty();
        }
    }

    private long vacuum() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance()) {
            return maintenance.vacuum(false, MaintenanceListener.NONE).files();
        }
    }

    private Path copy() throws Exception {
        Path directory = scratch.resolve("table-" + copies++);
        table.store.copyTo(directory);
        return directory;
    }

    private static Set<String> dates(Path directory) throws Exception {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("date="))
                    .collect(Collectors.toSet());
        }
    }
}
