package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents that append and two that maintain, each in a process of its own, at one table on the local disk. */
class MaintenanceProcessesTest {

    private static final int EVENTS = 60;
    private static final int OLD_EVENTS = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    private Path directory;

    @BeforeEach
    void name() {
        directory = scratch.resolve("status");
    }

    @Test
    void loseAndDoubleNothingWhileOldFilesOfTheDataAndOfTheLogGo() throws Exception {
        List<Path> old = appendAndCompact();
        passRetentions();

        Path end = scratch.resolve("end");
        List<ForkedJvm> writers = new ArrayList<>();
        List<ForkedJvm> maintainers = new ArrayList<>();
        for (int agent = 0; agent < 2; agent++) {
            writers.add(ForkedJvm.start(
                    List.of(), MaintenanceProcesses.class, "append", directory, agent * EVENTS, EVENTS));
            maintainers.add(ForkedJvm.start(List.of(), MaintenanceProcesses.class, "maintain", directory, end));
        }
        for (ForkedJvm writer : writers) {
            writer.printed();
        }
        Files.createFile(end);
        long[] done = new long[3];
        for (ForkedJvm maintainer : maintainers) {
            List<String> lines = maintainer.printed().lines().toList(); // warnings of libraries come first
            String[] numbers = lines.get(lines.size() - 1).split(" ", done.length);
            for (int i = 0; i < done.length; i++) {
                done[i] += Long.parseLong(numbers[i]);
            }
        }

        assertThat(ReadBack.statuses(MaintenanceProcesses.open(directory)))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 2 * EVENTS + OLD_EVENTS));
        assertThat(done[0]).as("compactions").isPositive();
        assertThat(done[1]).as("vacuumed files; both may count one").isGreaterThanOrEqualTo(OLD_EVENTS);
        assertThat(done[2]).as("files of the log that went").isGreaterThanOrEqualTo(OLD_EVENTS);
        assertThat(old).hasSize(OLD_EVENTS).allSatisfy(file -> assertThat(file).doesNotExist());
    }

    /** Returns the data files that the compaction has replaced by one. */
    private List<Path> appendAndCompact() throws Exception {
        MaintenanceProcesses.append(MaintenanceProcesses.open(directory), 2 * EVENTS, OLD_EVENTS);
        List<Path> appended = files().stream()
                .filter(file -> file.toString().contains("date="))
                .toList();
        try (DeltaMaintenance maintenance =
                new DeltaMaintenance("status", MaintenanceProcesses.open(directory), "test/1")) {
            maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
        }
        return appended;
    }

    /**
     * Makes all that is there older than the table keeps it. Of the removals it is the log that tells their time, so it is
     * gathered in a checkpoint as of the day on which they have expired, which leaves them out.
     */
    private void passRetentions() throws Exception {
        Duration age = TelemetryTables.STATUS.logRetention().plusDays(1);
        FileTime then = FileTime.from(Instant.now().minus(age));
        for (Path file : files()) {
            Files.setLastModifiedTime(file, then);
        }
        try (TableStore store = MaintenanceProcesses.open(directory)) {
            DeltaLog log = new DeltaLog(store, "test/1", Map.of(), Map.of());
            assertThat(log.checkpoint(log.load().orElseThrow(), Instant.now().plus(age)))
                    .isTrue();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
