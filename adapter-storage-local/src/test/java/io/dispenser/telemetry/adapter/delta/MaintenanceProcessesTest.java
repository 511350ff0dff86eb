package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents that append and two that maintain, each in a process of its own, at one table on the local disk. */
class MaintenanceProcessesTest {

    private static final int EVENTS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void loseAndDoubleNothing() throws Exception {
        MaintenanceProcesses.append(MaintenanceProcesses.open(directory), 2 * EVENTS, 20);

        List<ForkedJvm> running = new ArrayList<>();
        for (int agent = 0; agent < 2; agent++) {
            running.add(ForkedJvm.start(
                    List.of(), MaintenanceProcesses.class, "append", directory, agent * EVENTS, EVENTS));
            running.add(ForkedJvm.start(List.of(), MaintenanceProcesses.class, "maintain", directory, 8));
        }
        for (ForkedJvm each : running) {
            each.printed();
        }

        FileStore store = MaintenanceProcesses.open(directory);
        assertThat(ReadBack.statuses(store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 2 * EVENTS + 20));
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store, "test/1")) {
            TableDescription last = maintenance.describe().orElseThrow();
            assertThat(last.version()).as("appends, and some compactions").isGreaterThan(2 * EVENTS + 20);
        }
    }
}
