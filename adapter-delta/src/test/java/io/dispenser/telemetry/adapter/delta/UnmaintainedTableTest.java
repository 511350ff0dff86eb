package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A table that all agents leave to somebody else: what goes on is what belongs to writing. */
class UnmaintainedTableTest {

    @Test
    void writersWriteCheckpointsAndCleanTheLogAndTouchNothingElse() throws Exception {
        MaintenanceFixture table = new MaintenanceFixture();
        table.append(120);
        assertThat(table.store.paths())
                .contains("_delta_log/00000000000000000100.checkpoint.parquet")
                .noneMatch(path -> path.contains("_dispenser_maintenance"));

        table.elapse(Duration.ofDays(8));
        table.append(200);

        assertThat(table.store.paths())
                .contains("_delta_log/00000000000000000300.checkpoint.parquet")
                .doesNotContain("_delta_log/00000000000000000050.json")
                .noneMatch(path -> path.contains("_dispenser_maintenance"));
        assertThat(table.store.paths().stream().filter(path -> path.startsWith("date=")))
                .as("no file was gathered or deleted")
                .hasSize(320);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }
}
