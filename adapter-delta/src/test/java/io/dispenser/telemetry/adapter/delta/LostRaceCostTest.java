package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the commits of others cost one that commits by itself. */
class LostRaceCostTest {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final InMemoryTableStore others = store.anotherClient();
    private final DeltaSink<ContainerStatusEvent> sink =
            new DeltaSink<>(TelemetryTables.STATUS, store, "test/1", InstantSource.system());
    private final DeltaSink<ContainerStatusEvent> other =
            new DeltaSink<>(TelemetryTables.STATUS, others, "test/1", InstantSource.system());
    private int row;

    @BeforeEach
    void aTable() throws Exception {
        write(sink, "ours", 0);
        write(other, "theirs", 0);
    }

    @AfterEach
    void everyRowIsThereOnce() throws Exception {
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, row));
        sink.close();
        other.close();
    }

    @Test
    void aLostRaceCostsTheAttemptAndALookAtTheWinner() throws Exception {
        write(sink, "ours", 1); // knows now that there are others
        store.beforeNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith(".json"), () -> {
            try {
                write(other, "theirs", 1);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        long before = store.requests();
        write(sink, "ours", 2);
        assertThat(store.requests() - before)
                .as("whether there is a next commit, the last one; data; commit, the winner, commit; checksum")
                .isEqualTo(7);
    }

    @Test
    void eachCommitOfOthersIsReadOnce() throws Exception {
        write(sink, "ours", 1); // knows now that there are others
        for (int number = 1; number <= 3; number++) {
            write(other, "theirs", number);
        }
        long before = store.requests();
        write(sink, "ours", 2);
        assertThat(store.requests() - before)
                .as("three commits, and that there is none after them; data, commit, checksum")
                .isEqualTo(7);
    }

    private void write(DeltaSink<ContainerStatusEvent> to, String writer, int number) throws Exception {
        to.write(new Batch<>(writer, number, List.of(SampleEvents.status(row++))));
    }
}
