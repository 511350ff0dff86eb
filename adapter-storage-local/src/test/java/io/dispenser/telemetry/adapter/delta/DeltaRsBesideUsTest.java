package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.RetryingWriter;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table on the local disk that we write and maintain while delta-rs does. */
@Timeout(120)
class DeltaRsBesideUsTest {

    private static final String US = "dispenser-telemetry/test";
    private static final int ROWS = 5;

    /** They don't look whether the files that an optimize of theirs replaces are still there. */
    private static final Set<String> CARELESS = Set.of("1.6.4", "1.6.5", "1.6.6");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private DeltaRs deltaRs;

    private final AtomicInteger written = new AtomicInteger();

    @BeforeEach
    void findDeltaRs() throws Exception {
        deltaRs = DeltaRs.find(scratch);
        directory = scratch.resolve("status");
    }

    @Test
    void itAppendsOptimizesAndVacuumsWhileWeWriteAndEveryRowIsThereOnce() throws Exception {
        append(2);
        List<Path> before = new ArrayList<>(dataFiles());
        before.add(leaveBehind());
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> ours = CompletableFuture.runAsync(() -> unchecked(() -> appendUntil(enough)));
        try {
            deltaRs.run("beside", directory, "theirs", 3);
        } finally {
            enough.set(true);
        }
        ours.get(1, TimeUnit.MINUTES);
        try (DeltaMaintenance maintenance = maintenance()) {
            assertThat(compact(maintenance).filesRemoved()).isPositive();
        }
        append(1);

        assertRows("theirs-0", "theirs-1", "theirs-2");
        assertThat(before).as("vacuumed").hasSize(3).allMatch(Files::notExists);
        List<Commit> history = history();
        assertInterleaved(history);
        assertThat(history)
                .filteredOn(commit -> !isOurs(commit))
                .extracting(Commit::operation)
                .startsWith("WRITE", "OPTIMIZE", "OPTIMIZE", "VACUUM START", "VACUUM END", "VACUUM START", "VACUUM END")
                .endsWith("WRITE", "OPTIMIZE", "OPTIMIZE", "VACUUM START", "VACUUM END");
    }

    @Test
    void ourCompactionThatItsOptimizeForestallsIsPlannedAnew() throws Exception {
        append(12);
        AtomicBoolean forestalled = new AtomicBoolean();
        MaintenanceListener forestalling = (operation, read, all) -> {
            if (read == all && forestalled.compareAndSet(false, true)) {
                // All is read, nothing is committed yet.
                unchecked(() -> deltaRs.run("optimize", directory));
                unchecked(() -> append(12));
            }
        };
        try (DeltaMaintenance maintenance = maintenance()) {
            CompactionReport report = maintenance.compact(CompactionScope.ALL, forestalling);

            assertThat(report.conflicts()).isEqualTo(1);
            assertThat(report.filesRemoved()).as("one of its files, and ours").isEqualTo(13);
        }
        append(1);

        assertRows();
        assertThat(history())
                .filteredOn(commit -> commit.operation().equals("OPTIMIZE"))
                .extracting(DeltaRsBesideUsTest::isOurs)
                .containsExactly(false, true);
    }

    /** Where this finds a careless version more or less, docs/interoperation.md has to say so. */
    @Test
    void itsOptimizeThatOurCompactionForestallsIsTriedAgainUnlessItIsACarelessVersion() throws Exception {
        append(6);
        int begun = history().size() - 1;
        try (DeltaMaintenance maintenance = maintenance()) {
            assertThat(compact(maintenance).filesRemoved()).isEqualTo(6);
        }

        List<String> printed = deltaRs.run("optimize", directory, begun);
        append(1);

        List<ContainerStatusEvent> rows = new ArrayList<>(written());
        if (CARELESS.containsAll(deltaRs.run("version"))) {
            assertThat(printed).isEmpty();
            rows.addAll(SampleEvents.statuses(0, 6 * ROWS));
        } else {
            assertThat(printed).singleElement().asString().startsWith("conflict ");
        }
        assertThat(ReadBack.statuses(open())).containsExactlyInAnyOrderElementsOf(rows);
    }

    /** Each of its operations began at a version that a commit of ours followed; and ours are the first and the last. */
    private static void assertInterleaved(List<Commit> history) {
        assertThat(history.get(0)).matches(DeltaRsBesideUsTest::isOurs);
        assertThat(history.get(history.size() - 1)).matches(DeltaRsBesideUsTest::isOurs);
        for (int version = 1; version < history.size(); version++) {
            Commit commit = history.get(version);
            if (!isOurs(commit) && !commit.operation().equals("VACUUM END")) {
                assertThat(history.get(version - 1))
                        .as("before version " + version)
                        .matches(DeltaRsBesideUsTest::isOurs);
            }
            if (!isOurs(commit) && commit.operation().equals("OPTIMIZE")) {
                int read = commit.readVersion().orElseThrow();
                assertThat(read).as("what version " + version + " optimized").isLessThan(version - 1);
                assertThat(history.subList(read + 1, version)).allMatch(DeltaRsBesideUsTest::isOurs);
            }
        }
    }

    /** Both find all that we have written and these services' rows, once each. */
    private void assertRows(String... theirs) throws Exception {
        List<ContainerStatusEvent> byUs = ReadBack.statuses(open());
        assertThat(byUs)
                .filteredOn(row -> !row.service().startsWith("theirs-"))
                .containsExactlyInAnyOrderElementsOf(written());
        List<String> services = new ArrayList<>(List.of(theirs));
        written().forEach(event -> services.add(event.service()));
        assertThat(byUs).extracting(ContainerStatusEvent::service).containsExactlyInAnyOrderElementsOf(services);
        assertThat(deltaRs.run("describe", directory))
                .filteredOn(line -> line.startsWith("row "))
                .extracting(DeltaRsBesideUsTest::service)
                .containsExactlyInAnyOrderElementsOf(services);
    }

    private static String service(String row) {
        return new String(HexFormat.of().parseHex(row.split(" ", 5)[3].substring(1)), StandardCharsets.UTF_8);
    }

    private List<Commit> history() throws Exception {
        return Commit.history(deltaRs, directory);
    }

    private static boolean isOurs(Commit commit) {
        return commit.engineInfo().equals(US);
    }

    private TableStore open() throws Exception {
        return MaintenanceProcesses.open(directory);
    }

    private DeltaMaintenance maintenance() throws Exception {
        return new DeltaMaintenance("status", open(), US);
    }

    private static CompactionReport compact(DeltaMaintenance maintenance) throws Exception {
        return maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
    }

    /** Appends the next batches, each with a commit of its own. */
    private void append(int batches) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, open(), US)) {
            for (int batch = 0; batch < batches; batch++) {
                append(sink);
            }
        }
    }

    private void append(DeltaSink<ContainerStatusEvent> sink) throws Exception {
        int first = written.get() * ROWS;
        RetryingWriter.write(sink, new Batch<>("us", written.get(), SampleEvents.statuses(first, first + ROWS)));
        written.incrementAndGet();
    }

    private void appendUntil(AtomicBoolean enough) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, open(), US)) {
            while (!enough.get()) {
                append(sink);
                Thread.sleep(100); // as agents do, and else delta-rs would find the next version taken each time
            }
        }
    }

    private List<ContainerStatusEvent> written() {
        return SampleEvents.statuses(0, written.get() * ROWS);
    }

    /** A data file that no version names and that is days old, as a writer leaves it that dies. */
    private Path leaveBehind() throws IOException {
        Path file = directory.resolve("date=2026-03-01/part-left-behind.parquet");
        Files.write(file, new byte[100]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("date=2026-03-01"))) {
            return files.toList();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
