package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.TrackerStateStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.TrackerStateStoreContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTrackerStateStoreTest extends TrackerStateStoreContract {

    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @Override
    protected TrackerStateStore open() throws Exception {
        return FileTrackerStateStore.in(folder.resolve("spool"), problems::add);
    }

    @Test
    void everyDamageIsAsNewAndSaidOnce() throws Exception {
        open().store(trackerState(SampleEvents.deployments(0, 2)));
        Path file = folder.resolve("spool").resolve("tracker");
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 7) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThat(open().load()).as("byte %s", at).isEmpty();
            assertThat(problems).hasSize(1).first().asString().contains(file.toString(), "is damaged");
            problems.clear();
        }
        for (int length = 0; length < whole.length; length += 11) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThat(open().load()).as("length %s", length).isEmpty();
        }
        Files.write(file, whole);
        assertThat(open().load()).isPresent();
    }

    @Test
    void aNewerFormatIsNotGuessedAt() throws Exception {
        open();
        java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        LineChecksum.writeLine("{\"format\":2}".getBytes(StandardCharsets.UTF_8), line);
        Files.write(folder.resolve("spool").resolve("tracker"), line.toByteArray());
        assertThat(open().load()).isEmpty();
        assertThat(problems).first().asString().contains("format version 2 is not known");
    }

    @Test
    void rowsThatLieInTheSpoolAreLeftOut() throws Exception {
        List<DeploymentEvent> rows = SampleEvents.deployments(0, 4);
        TrackerState trackerState = trackerState(rows);
        open().store(trackerState);
        try (FileSpool<DeploymentEvent> spool =
                FileSpool.open(TelemetryTables.DEPLOYMENTS, folder.resolve("spool"), FileSpoolOptions.DEFAULT)) {
            spool.append(rows.subList(0, 1));
            spool.seal();
            spool.append(rows.subList(2, 3));
        }
        assertThat(open().load().orElseThrow().rows()).containsExactly(rows.get(1), rows.get(3));
        assertThat(open().load().orElseThrow().containers()).isEqualTo(trackerState.containers());
    }

    @Test
    void aLeftoverOfAnInterruptedStoreIsNoHindrance() throws Exception {
        TrackerStateStore memory = open();
        Files.writeString(folder.resolve("spool").resolve("tracker.new"), "half");
        memory.store(trackerState(List.of()));
        assertThat(open().load()).contains(trackerState(List.of()));
        assertThat(problems).isEmpty();
    }
}
