package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checkpoint that was due and could not be written is made up for, or the log would grow for ever. */
class OverdueCheckpointTest {

    private final MaintenanceFixture table = new MaintenanceFixture();

    @Test
    void whoeverCommitsMakesUpForTwoThatFailed() throws Exception {
        table.append(1);
        new LogText(table.store, table.clock).withProperty("delta.checkpointInterval", "10");
        appendWhileNoCheckpointCanBeWritten(9);
        appendWhileNoCheckpointCanBeWritten(10);
        assertThat(checkpoints()).as("due at 10 and 20").isEmpty();

        table.append(1);
        assertThat(checkpoints()).containsExactly("_delta_log/00000000000000000021.checkpoint.parquet");
        table.append(8);
        assertThat(checkpoints()).as("and then at the usual ones again").hasSize(1);
        table.append(1);
        assertThat(checkpoints()).hasSize(2);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private void appendWhileNoCheckpointCanBeWritten(int batches) throws Exception {
        InMemoryTableStore client = table.store.anotherClient();
        client.failNext(StoreOperation.PUT, OverdueCheckpointTest::isCheckpoint, StoreFault.UNAVAILABLE);
        client.failNext(StoreOperation.PUT_IF_ABSENT, OverdueCheckpointTest::isCheckpoint, StoreFault.UNAVAILABLE);
        table.append(batches, client);
    }

    private List<String> checkpoints() {
        return table.store.paths().stream()
                .filter(OverdueCheckpointTest::isCheckpoint)
                .sorted()
                .toList();
    }

    private static boolean isCheckpoint(String path) {
        return path.endsWith(".checkpoint.parquet");
    }
}
