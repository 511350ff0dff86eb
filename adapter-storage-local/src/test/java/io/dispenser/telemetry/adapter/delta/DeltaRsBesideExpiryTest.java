package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table on the local disk whose old rows we take out while delta-rs writes to it. */
@Timeout(120)
class DeltaRsBesideExpiryTest {

    private static final String US = "dispenser-telemetry/test";
    private static final int KEEP_DAYS = 5;
    private static final int FILES_A_DAY = 2;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private DeltaRs deltaRs;

    @BeforeEach
    void fill() throws Exception {
        deltaRs = DeltaRs.find(scratch);
        directory = scratch.resolve("status");
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, MaintenanceProcesses.open(directory), US)) {
            int number = 0;
            for (int daysAgo : new int[] {10, 9, 2, 1}) {
                for (int file = 0; file < FILES_A_DAY; file++) {
                    sink.write(new Batch<>("us", number++, List.of(row(daysAgo))));
                }
            }
        }
    }

    @Test
    void anAppendOfTheirsBeforeOurCommitIsLeftAlone() throws Exception {
        ExpiryReport report = expireWhile("append", directory, "theirs", 100);

        assertThat(report.files()).as("those that we looked at").isEqualTo(2 * FILES_A_DAY);
        assertThat(deltaRs.run("describe", directory))
                .filteredOn(line -> line.startsWith("row "))
                .hasSize(4 + 8);
        assertOperations("WRITE", "DELETE");

        assertThat(expireWhile("version").rows()).as("what came late").isEqualTo(4);
        assertKept(4 + 4);
    }

    /** The files that we were about to take out are not there any more: the rows are, in another file, and leave with that. */
    @Test
    void whatTheirOptimizeReplacedBeforeOurCommitLeavesAllTheSame() throws Exception {
        ExpiryReport report = expireWhile("optimize", directory);

        assertThat(report.files()).as("one a date, which it wrote").isEqualTo(2);
        assertThat(report.rows()).isEqualTo(2 * FILES_A_DAY);
        assertThat(report.notes()).isEmpty();
        assertKept(4);
        assertOperations("OPTIMIZE", "DELETE");
    }

    @Test
    void theirVacuumTakesTheFilesOfTheRowsThatLeft() throws Exception {
        expireWhile("version");

        List<Path> files = dataFiles();
        assertThat(files).hasSize(4 * FILES_A_DAY);
        deltaRs.run("vacuum", directory);

        assertThat(files).filteredOn(Files::exists).hasSize(2 * FILES_A_DAY).isSubsetOf(dataFiles());
        assertKept(4);
    }

    /** Takes out what is old, and lets delta-rs do something when all is looked at and nothing is committed yet. */
    private ExpiryReport expireWhile(Object... theirs) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", MaintenanceProcesses.open(directory), US)) {
            return maintenance.expire(KEEP_DAYS, false, (operation, read, all) -> {
                if (read == 0 && all > 0 && done.compareAndSet(false, true)) {
                    try {
                        deltaRs.run(theirs);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            });
        } finally {
            assertThat(done).as("whether delta-rs was in between").isTrue();
        }
    }

    /** The last commits are these: what delta-rs did, and our deletion. */
    private void assertOperations(String theirs, String ours) throws Exception {
        List<Commit> history = Commit.history(deltaRs, directory);
        List<Commit> last = history.subList(history.size() - 2, history.size());
        assertThat(last).extracting(Commit::operation).containsExactly(theirs, ours);
        assertThat(last).extracting(commit -> commit.engineInfo().equals(US)).containsExactly(false, true);
    }

    private void assertKept(int rows) throws Exception {
        LocalDate firstKept = today.minusDays(KEEP_DAYS);
        assertThat(ReadBack.statuses(MaintenanceProcesses.open(directory)))
                .hasSize(rows)
                .noneMatch(row ->
                        LocalDate.ofInstant(row.timestamp(), ZoneOffset.UTC).isBefore(firstKept));
        assertThat(deltaRs.run("describe", directory))
                .filteredOn(line -> line.startsWith("row "))
                .hasSize(rows)
                .noneMatch(row -> LocalDate.parse(row.split(" ", 3)[1]).isBefore(firstKept));
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private ContainerStatusEvent row(int daysAgo) {
        return SampleEvents.extremeStatus(today.minusDays(daysAgo) + "T12:00:00Z", "");
    }
}
