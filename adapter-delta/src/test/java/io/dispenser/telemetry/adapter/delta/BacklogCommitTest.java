package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several batches in one commit: fewer commits, and each batch once whatever was tried before and arrives late. */
class BacklogCommitTest {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final InMemoryTableStore late = store.anotherClient();
    private final DeltaSink<ContainerStatusEvent> sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1");
    private final DeltaSink<ContainerStatusEvent> earlier = new DeltaSink<>(TelemetryTables.STATUS, late, "test/1");

    @Test
    void aBacklogOfOneDayIsOneFileAndOneCommit() throws Exception {
        WriteReceipt receipt = sink.writeAll(batches(0, 20));
        assertThat(receipt).returns(1L, WriteReceipt::version).returns(1, WriteReceipt::files);
        assertThat(sink.write(batches(20, 21).get(0)).version()).isEqualTo(2);
        assertWritten(21);
    }

    /** The earlier attempt held some of the batches, was given up, and its commit arrives in the middle of the next. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6})
    void anEarlierAttemptThatArrivesLateIsNotDoubled(int arrived) throws Exception {
        sink.write(batches(0, 1).get(0));
        store.beforeNext(
                StoreOperation.PUT_IF_ABSENT,
                BacklogCommitTest::isCommit,
                () -> writeAll(earlier, batches(1, 1 + arrived)));

        for (int next = 1; next < 6; ) {
            next += sink.writeAll(batches(next, 6)).batches();
        }

        sink.writeAll(batches(Math.max(6, 1 + arrived), 9));
        assertWritten(9);
    }

    @Test
    void strangersInBetweenCostAnotherLookAndNoRow() throws Exception {
        sink.write(batches(0, 1).get(0));
        for (int i = 0; i < 3; i++) {
            int number = i;
            store.beforeNext(
                    StoreOperation.PUT_IF_ABSENT,
                    BacklogCommitTest::isCommit,
                    () -> writeAll(
                            earlier,
                            List.of(new Batch<>("other", number, SampleEvents.statuses(100 + number, 101 + number)))));
        }
        assertThat(sink.writeAll(batches(1, 6)).version()).isEqualTo(5);
        assertThat(store.paths()).filteredOn(path -> path.startsWith("date=")).hasSize(5);
        assertThat(ReadBack.statuses(store)).hasSize(18 + 3).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitOfUnknownOutcomeIsAskedFor(boolean done) throws Exception {
        sink.write(batches(0, 1).get(0));
        store.failNext(
                StoreOperation.PUT_IF_ABSENT,
                BacklogCommitTest::isCommit,
                done ? StoreFault.REPLY_LOST : StoreFault.REQUEST_LOST);
        assertThat(sink.writeAll(batches(1, 6)).alreadyPresent()).isEqualTo(done);
        assertWritten(6);
    }

    @Test
    void aBacklogCostsNoMoreRequestsThanABatch() throws Exception {
        sink.write(batches(0, 1).get(0));
        long before = store.requests();
        sink.writeAll(batches(1, 9));
        assertThat(store.requests() - before)
                .as("the last commit, the data file, the commit, its checksum")
                .isEqualTo(4);
    }

    private static boolean isCommit(String path) {
        return path.endsWith(".json");
    }

    private void assertWritten(int batches) throws Exception {
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 3 * batches));
    }

    private static List<Batch<ContainerStatusEvent>> batches(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> new Batch<>("w", number, SampleEvents.statuses(3 * number, 3 * number + 3)))
                .toList();
    }

    private static void writeAll(DeltaSink<ContainerStatusEvent> sink, List<Batch<ContainerStatusEvent>> batches) {
        try {
            sink.writeAll(batches);
        } catch (SinkException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
