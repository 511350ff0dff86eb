package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What delta-rs finds after our maintenance, and what we find after its own. */
class DeltaRsMaintenanceTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private DeltaRs deltaRs;

    private final MaintenanceFixture table =
            new MaintenanceFixture(Instant.now().minus(Duration.ofDays(5)));

    @BeforeEach
    void findDeltaRs() throws Exception {
        deltaRs = DeltaRs.find(scratch);
    }

    @Test
    void itsHistoryShowsWhatWeDid() throws Exception {
        table.append(12);
        table.clock.advance(Duration.ofDays(2));
        try (DeltaMaintenance maintenance = table.maintenance();
                Lease held = maintenance.acquireLease(Duration.ZERO).orElseThrow()) {
            assertThat(held.holder()).startsWith("dispenser-telemetry/test/");
            maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            maintenance.cleanLog(false, MaintenanceListener.NONE);
            table.clock.advance(Duration.ofDays(2));
            assertThat(maintenance.vacuum(false, MaintenanceListener.NONE).files())
                    .isEqualTo(12);
        }
        Path directory = scratch.resolve("table");
        table.store.copyTo(directory);

        List<String> history = deltaRs.run("history", directory);

        assertThat(history)
                .contains("15 operation VACUUM END", "15 status COMPLETED", "15 numDeletedFiles 12")
                .contains("15 engineInfo dispenser-telemetry/test")
                .contains("14 operation VACUUM START", "14 numFilesToDelete 12", "14 retentionCheckEnabled true")
                .contains("14 specifiedRetentionMillis 86400000", "14 defaultRetentionMillis 86400000")
                .contains("13 operation OPTIMIZE", "13 numRemovedFiles 12", "13 numAddedFiles 1")
                .contains("13 predicate [\"(date = '2026-03-01')\"]", "13 zOrderBy []", "13 isBlindAppend False")
                .anyMatch(line -> line.startsWith("13 p50FileSize "))
                .contains("12 operation WRITE", "12 isBlindAppend True");
        List<String> described = deltaRs.run("describe", directory);
        assertThat(described).contains("version 15", "files 1");
        assertThat(described.stream().filter(line -> line.startsWith("row "))).hasSize(12);
    }

    @Test
    void itOptimizesAndVacuumsWhileWeWriteAndWeGoOn() throws Exception {
        Path directory = scratch.resolve("table");
        table.append(12);
        theirs(directory, "optimize");
        table.append(3);
        theirs(directory, "append", "theirs", "2");
        table.append(9);
        assertThat(table.compact().filesRemoved()).isPositive();
        table.append(2);
        theirs(directory, "optimize");
        theirs(directory, "vacuum");
        table.append(1);
        table.compact();
        theirs(directory, "checkpoint");
        table.append(1);
        table.clock.advance(Duration.ofDays(3));
        MaintenanceFixture.maintain(table.maintenance());
        table.append(1);

        assertThat(ReadBack.statuses(table.store)).hasSize(table.expected().size() + 2);
        assertThat(ReadBack.statuses(table.store)).containsAll(table.expected());
        refresh(directory);
        assertThat(deltaRs.run("describe", directory).stream().filter(line -> line.startsWith("row ")))
                .hasSize(table.expected().size() + 2);
    }

    /** Lets delta-rs do something to the table, and takes over what it did. */
    private void theirs(Path directory, String what, Object... arguments) throws Exception {
        refresh(directory);
        List<Object> all = new ArrayList<>(List.of(what, directory));
        all.addAll(List.of(arguments));
        deltaRs.run(all.toArray());
        table.store.removeIf(path -> !Files.exists(directory.resolve(path)));
        InMemoryTableStore client = table.store.anotherClient();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = directory.relativize(file).toString();
                byte[] content = Files.readAllBytes(file);
                if (client.stat(path).isEmpty() || path.endsWith("_last_checkpoint")) {
                    client.put(path, content);
                }
            }
        }
    }

    private void refresh(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
        table.store.copyTo(directory);
    }
}
