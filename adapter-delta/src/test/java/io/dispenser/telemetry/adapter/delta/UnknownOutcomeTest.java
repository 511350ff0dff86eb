package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that fail or whose reply is lost, at each step of a commit: the table holds each batch once. */
class UnknownOutcomeTest {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final InMemoryTableStore rival = store.anotherClient();
    private final DeltaSink<ContainerStatusEvent> sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1");

    @Test
    void aCommitWhoseReplyIsLostIsFoundInTheTable() throws Exception {
        sink.write(batch(0));
        store.failNext(StoreOperation.PUT_IF_ABSENT, UnknownOutcomeTest::isCommit, StoreFault.REPLY_LOST);

        WriteReceipt receipt = sink.write(batch(1));

        assertThat(receipt.alreadyPresent()).isTrue();
        assertThat(receipt.version()).isEqualTo(2);
        sink.write(batch(2));
        assertWritten(3);
    }

    @Test
    void aCommitThatGotLostIsMadeAgainWithTheSameFiles() throws Exception {
        sink.write(batch(0));
        store.failNext(StoreOperation.PUT_IF_ABSENT, UnknownOutcomeTest::isCommit, StoreFault.REQUEST_LOST);

        WriteReceipt receipt = sink.write(batch(1));

        assertThat(receipt.alreadyPresent()).isFalse();
        assertThat(receipt.version()).isEqualTo(2);
        assertThat(dataFiles()).hasSize(2);
        assertWritten(2);
    }

    @Test
    void aLostReplyIsNotTakenForAConflictWithSomebodyElse() throws Exception {
        sink.write(batch(0));
        try (var other = new DeltaSink<>(TelemetryTables.STATUS, rival, "test/1")) {
            store.failNext(StoreOperation.PUT_IF_ABSENT, UnknownOutcomeTest::isCommit, StoreFault.REQUEST_LOST);
            // The commit of ours that got lost, and version 2 goes to somebody else.
            store.beforeNext(StoreOperation.LIST, path -> true, () -> write(other, new Batch<>("other", 0, events(5))));

            assertThat(sink.write(batch(1)).version()).isEqualTo(3);
        }
        assertThat(ReadBack.statuses(store)).hasSize(9);
    }

    @Test
    void aStoreThatIsAwayIsARetryableFailureAndTheFilesAreUsedAgain() throws Exception {
        sink.write(batch(0));
        store.failNext(StoreOperation.PUT_IF_ABSENT, UnknownOutcomeTest::isCommit, StoreFault.UNAVAILABLE);

        assertThatThrownBy(() -> sink.write(batch(1)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isFalse())
                .hasMessageContaining("dispenser-container-status")
                .hasMessageContaining("memory:/table");
        assertThat(sink.write(batch(1)).alreadyPresent()).isFalse();
        assertThat(dataFiles()).hasSize(2);
        assertWritten(2);
    }

    @Test
    void aStoreThatRefusesIsAPermanentFailure() throws Exception {
        store.failNext(StoreOperation.PUT, path -> true, StoreFault.DENIED);

        assertThatThrownBy(() -> sink.write(batch(0)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isTrue());
        sink.write(batch(0));
        assertWritten(1);
    }

    @Test
    void theCreationMayLoseItsReplyToo() throws Exception {
        store.failNext(StoreOperation.PUT_IF_ABSENT, UnknownOutcomeTest::isCommit, StoreFault.REPLY_LOST);

        assertThat(sink.write(batch(0)).version()).isEqualTo(1);
        assertWritten(1);
    }

    @Test
    void aBatchIsWrittenEvenIfChecksumAndCheckpointAreNot() throws Exception {
        for (int number = 0; number < TableMetadata.CHECKPOINT_INTERVAL; number++) {
            store.failNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith(".crc"), StoreFault.DENIED);
        }
        store.failNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith(".parquet"), StoreFault.UNAVAILABLE);
        int batches = TableMetadata.CHECKPOINT_INTERVAL + 5;
        for (int number = 0; number < batches; number++) {
            assertThat(sink.write(batch(number)).version()).isEqualTo(number + 1);
        }
        assertThat(store.paths()).noneMatch(path -> path.endsWith("checkpoint.parquet"));
        assertWritten(batches);
    }

    @Test
    void aTableThatWasDroppedStaysAwayUntilItIsPutBackOrTheProgramRestarted(@TempDir Path copy) throws Exception {
        sink.write(batch(0));
        sink.write(batch(1));
        store.copyTo(copy);
        store.removeIf(path -> true);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> sink.write(batch(2)))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isPermanent()).isTrue())
                    .hasMessageContaining("was there and is gone; put it back");
        }
        assertThat(store.paths()).isEmpty();
        try (var restarted = new DeltaSink<>(TelemetryTables.STATUS, rival, "test/1")) {
            assertThat(restarted.write(batch(2)).version()).isEqualTo(1);
        }
        assertThat(sink.write(batch(3)).version()).isEqualTo(2);

        store.removeIf(path -> true);
        assertThatThrownBy(() -> sink.write(batch(4))).isInstanceOf(SinkException.class);
        DeltaRs.load(copy, store);
        assertThat(sink.write(batch(4)).version()).isEqualTo(3);
        assertThat(ReadBack.statuses(store)).hasSize(9);
    }

    @Test
    void filesThatWentWithAnOlderTableAreWrittenAnew() throws Exception {
        sink.write(batch(0));
        store.failNext(StoreOperation.PUT_IF_ABSENT, UnknownOutcomeTest::isCommit, StoreFault.UNAVAILABLE);
        assertThatThrownBy(() -> sink.write(batch(1))).isInstanceOf(SinkException.class);
        store.removeIf(path -> true);
        try (var other = new DeltaSink<>(TelemetryTables.STATUS, rival, "test/1")) {
            other.write(new Batch<>("other", 0, events(5)));
        }

        assertThat(sink.write(batch(1)).alreadyPresent()).isFalse();
        List<ContainerStatusEvent> both = new ArrayList<>(events(5));
        both.addAll(events(1));
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(both);
    }

    private static boolean isCommit(String path) {
        return path.endsWith(".json");
    }

    private void assertWritten(int batches) throws Exception {
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 3 * batches));
    }

    private List<String> dataFiles() {
        return store.paths().stream().filter(path -> path.startsWith("date=")).toList();
    }

    private static Batch<ContainerStatusEvent> batch(int number) {
        return new Batch<>("w", number, events(number));
    }

    private static List<ContainerStatusEvent> events(int number) {
        return SampleEvents.statuses(3 * number, 3 * number + 3);
    }

    private static void write(DeltaSink<ContainerStatusEvent> sink, Batch<ContainerStatusEvent> batch) {
        try {
            sink.write(batch);
        } catch (SinkException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
