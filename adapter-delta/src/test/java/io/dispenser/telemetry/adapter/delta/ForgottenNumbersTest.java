package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.groupcommit.FullInbox;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.adapter.delta.kernel.Transactions;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.FastTime;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer is silent for so long that the table forgets its number, and comes back with batches that the table has. */
class ForgottenNumbersTest {

    private static final int INTERVAL = TableMetadata.CHECKPOINT_INTERVAL;
    private static final Duration SILENCE = TableMetadata.TRANSACTION_RETENTION.plusDays(1);
    private static final Instant BEGIN = SampleEvents.status(0).timestamp().plusSeconds(60);

    private final ManualInstants clock = new ManualInstants(BEGIN);
    private final InMemoryTableStore store = new InMemoryTableStore(clock);
    private final List<ContainerStatusEvent> expected = new ArrayList<>();
    private final Batch<ContainerStatusEvent> first = new Batch<>("gone", 0, SampleEvents.statuses(0, 3));
    private final Batch<ContainerStatusEvent> second = new Batch<>("gone", 1, SampleEvents.statuses(3, 6));

    @BeforeEach
    void twoWritersWrite() throws Exception {
        write(GroupCommitMode.NEVER, first);
        write(GroupCommitMode.NEVER, second);
        expected.addAll(SampleEvents.statuses(0, 6));
        writeOthers(0);
    }

    @Test
    void aCheckpointKeepsTheNumbersOfThoseWhoWriteAndOfThoseWhoWroteNotLongAgo() throws Exception {
        assertThat(numbers()).containsOnlyKeys("gone", "stays");

        clock.advance(SILENCE);
        writeOthers(1);

        assertThat(numbers()).containsOnlyKeys("stays");
    }

    @Test
    void aTableThatIsToRememberForEverDoes() throws Exception {
        new LogText(store, clock).withoutProperty("delta.setTransactionRetentionDuration");
        store.removeIf(path -> path.contains("checkpoint"));

        clock.advance(SILENCE);
        writeOthers(1);

        assertThat(numbers()).containsOnlyKeys("gone", "stays");
    }

    @Test
    void whatIsThereIsNotWrittenAgain() throws Exception {
        forget();

        assertThat(write(GroupCommitMode.NEVER, first).alreadyPresent()).isTrue();
        assertThat(write(GroupCommitMode.NEVER, second).alreadyPresent()).isTrue();
        writeYoung(2);

        assertTable();
    }

    @Test
    void ofABatchThatIsThereInPartTheRestIsWritten() throws Exception {
        forget();
        List<ContainerStatusEvent> more = SampleEvents.statuses(3, 8);

        write(GroupCommitMode.NEVER, new Batch<>("gone", 1, more));

        expected.addAll(more.subList(3, 5));
        assertTable();
        assertThat(numbers()).doesNotContainKey("gone"); // of a checkpoint
        assertThat(lastNumber()).isEqualTo(1);
    }

    @Test
    void nothingIsReadOfTheTableForABatchThatIsYoung() throws Exception {
        forget();
        long before = store.requests(StoreOperation.READ);

        writeYoung(2);

        assertThat(store.requests(StoreOperation.READ) - before)
                .as("of the checkpoint")
                .isLessThanOrEqualTo(4);
        assertTable();
    }

    @Test
    void theHolderOfTheCommitLeaseAsksForTheRowsToo() throws Exception {
        forget();
        FullInbox.put(store, first);

        try (var sink = sink(GroupCommitMode.ALWAYS)) {
            assertThatThrownBy(() -> sink.write(second)).hasMessageContaining("wait in the inbox");
            while (FullInbox.paths(store).stream().anyMatch(path -> path.contains("/inbox/"))) {
                Thread.sleep(20);
            }
            RetryingWriter.write(sink, second);
        }

        assertTable();
    }

    /** Else the number of the old file would be the writer's last one, and its later batches new ones. */
    @Test
    void aFileThatWasLeftInTheInboxBringsNoOldNumberBack() throws Exception {
        forget();
        FullInbox.put(store, first);
        var other = new Batch<>("another", 0, List.of(young(7)));

        write(GroupCommitMode.ALWAYS, other);
        expected.addAll(other.events());

        assertThat(lastNumber()).isEqualTo(-1);
        assertThat(write(GroupCommitMode.NEVER, second).alreadyPresent()).isTrue();
        assertTable();
    }

    private void forget() throws Exception {
        clock.advance(SILENCE);
        writeOthers(1);
        assertThat(numbers()).doesNotContainKey("gone");
    }

    /** Events until the next checkpoint, of a writer that does not go away. */
    private void writeOthers(int time) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1", clock)) {
            for (int number = time * INTERVAL; number < (time + 1) * INTERVAL; number++) {
                List<ContainerStatusEvent> events = List.of(young(number));
                sink.write(new Batch<>("stays", number, events));
                expected.addAll(events);
            }
        }
    }

    private void writeYoung(int number) throws Exception {
        var batch = new Batch<>("gone", number, List.of(young(number)));
        assertThat(write(GroupCommitMode.NEVER, batch).alreadyPresent()).isFalse();
        expected.addAll(batch.events());
    }

    private ContainerStatusEvent young(int number) {
        return SampleEvents.status(
                1_000 + number + (int) Duration.between(BEGIN, clock.instant()).toSeconds());
    }

    private WriteReceipt write(GroupCommitMode mode, Batch<ContainerStatusEvent> batch) throws Exception {
        try (var sink = sink(mode)) {
            return sink.write(batch);
        }
    }

    private DeltaSink<ContainerStatusEvent> sink(GroupCommitMode mode) {
        FastTime time = new FastTime(50);
        return new DeltaSink<>(
                TelemetryTables.STATUS,
                store.anotherClient(),
                "test/1",
                mode,
                new GroupCommitMeans(clock, time.ticker(), time));
    }

    private long lastNumber() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1", clock)) {
            return sink.lastNumber("gone").orElse(-1);
        }
    }

    private Map<String, Long> numbers() throws Exception {
        DeltaLog log = new DeltaLog(store);
        Snapshot latest = log.load().orElseThrow();
        return Transactions.ofCheckpoint(latest, log.engine());
    }

    private void assertTable() throws Exception {
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(expected);
    }
}
