package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table on the local disk that many hosts write to by way of its inbox while others write and maintain it. */
@Timeout(180)
class OthersBesideGroupTest {

    private static final String US = "dispenser-telemetry/test";
    private static final int HOSTS = 4;
    private static final int OLD = 30_000;
    private static final int OLD_ROWS = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeEach
    void name() {
        directory = scratch.resolve("status");
    }

    @Test
    void deltaRsAppendsOptimizesAndVacuumsAndEveryRowIsThereOnce() throws Exception {
        DeltaRs deltaRs = DeltaRs.find(scratch);
        List<ContainerStatusEvent> ours;
        try (GroupedFleet fleet = GroupedFleet.start(HOSTS, this::open)) {
            fleet.awaitWritten(2 * HOSTS);
            Path aside = aged("_delta_log/_dispenser/aside/part-set-aside.parquet");
            Path left = aged("date=2026-03-01/part-of-a-writer-that-died.parquet");
            int before = fleet.batches();
            deltaRs.run("beside", directory, "theirs", 2);
            assertThat(fleet.batches()).as("written meanwhile").isGreaterThan(before + HOSTS);
            ours = fleet.stop();
            assertThat(aside).exists();
            assertThat(left).doesNotExist();
        }
        List<String> services = new ArrayList<>(List.of("theirs-0", "theirs-1"));
        ours.forEach(event -> services.add(event.service()));
        List<ContainerStatusEvent> rows = ReadBack.statuses(open());
        assertThat(rows)
                .filteredOn(row -> !row.service().startsWith("theirs-"))
                .containsExactlyInAnyOrderElementsOf(ours);
        assertThat(rows).extracting(ContainerStatusEvent::service).containsExactlyInAnyOrderElementsOf(services);
        assertThat(deltaRs.run("describe", directory))
                .filteredOn(line -> line.startsWith("row "))
                .extracting(OthersBesideGroupTest::service)
                .containsExactlyInAnyOrderElementsOf(services);
        assertThat(Commit.history(deltaRs, directory))
                .filteredOn(commit -> !commit.engineInfo().equals(US))
                .extracting(Commit::operation)
                .startsWith("WRITE", "OPTIMIZE", "OPTIMIZE", "VACUUM START", "VACUUM END", "VACUUM START", "VACUUM END")
                .endsWith("WRITE", "OPTIMIZE", "OPTIMIZE", "VACUUM START", "VACUUM END");
        assertThat(GroupedFleet.groupCommits(open())).isGreaterThan(10);
    }

    @Test
    void ourMaintenanceCompactsVacuumsAndCleansTheLogAndEveryRowIsThereOnce() throws Exception {
        List<Path> old = appendCompactAndAge();
        List<ContainerStatusEvent> all = new ArrayList<>(SampleEvents.statuses(OLD, OLD + OLD_ROWS));
        long compacted = 0;
        long vacuumed = 0;
        long cleaned = 0;
        try (GroupedFleet fleet = GroupedFleet.start(HOSTS, this::open);
                DeltaMaintenance maintenance = new DeltaMaintenance("status", open(), US)) {
            for (int round = 0; round < 8; round++) {
                fleet.awaitWritten(fleet.batches() + 2 * HOSTS);
                compacted += maintenance
                        .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                        .filesRemoved();
                vacuumed += maintenance.vacuum(false, MaintenanceListener.NONE).files();
                cleaned += maintenance.cleanLog(false, MaintenanceListener.NONE).files();
            }
            all.addAll(fleet.stop());
        }
        assertThat(ReadBack.statuses(open())).containsExactlyInAnyOrderElementsOf(all);
        assertThat(compacted).isGreaterThan(10);
        assertThat(vacuumed).isEqualTo(OLD_ROWS);
        assertThat(cleaned).isGreaterThanOrEqualTo(OLD_ROWS);
        assertThat(old).hasSize(OLD_ROWS).allMatch(Files::notExists);
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, open()).problems())
                .isEmpty();
    }

    /** Leaves commits and data files that have had their time; returns the data files, which a compaction has replaced. */
    private List<Path> appendCompactAndAge() throws Exception {
        MaintenanceProcesses.append(open(), OLD, OLD_ROWS);
        List<Path> appended = files().stream()
                .filter(file -> file.toString().contains("date="))
                .toList();
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", open(), US)) {
            maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
        }
        Duration age = TelemetryTables.STATUS.logRetention().plusDays(1);
        for (Path file : files()) {
            Files.setLastModifiedTime(file, daysAgo(age.toDays()));
        }
        try (TableStore store = open()) {
            // The removals have their time from the log.
            DeltaLog log = new DeltaLog(store, US, Map.of(), Map.of());
            assertThat(log.checkpoint(log.load().orElseThrow(), Instant.now().plus(age)))
                    .isTrue();
        }
        return appended;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** A file that nobody has touched for days, by which a vacuum goes. */
    private Path aged(String path) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[100]);
        return Files.setLastModifiedTime(file, daysAgo(9));
    }

    private static FileTime daysAgo(long days) {
        return FileTime.from(Instant.now().minus(Duration.ofDays(days)));
    }

    private static String service(String row) {
        return new String(HexFormat.of().parseHex(row.split(" ", 5)[3].substring(1)), StandardCharsets.UTF_8);
    }

    private TableStore open() throws Exception {
        return MaintenanceProcesses.open(directory);
    }
}
