package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Several sinks of one table, each as if in a process of its own. */
class RaceTest {

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void twoAgentsThatCreateTheTableAtOnceShareOneVersionZero() throws Exception {
        InMemoryTableStore slow = store.anotherClient();
        try (var loser = new DeltaSink<>(TelemetryTables.STATUS, slow, "test/1", InstantSource.system());
                var winner = new DeltaSink<>(
                        TelemetryTables.STATUS, store.anotherClient(), "test/1", InstantSource.system())) {
            // Just before the slow one commits its version 0, the other one creates the table and writes a batch.
            slow.beforeNext(
                    StoreOperation.PUT_IF_ABSENT,
                    path -> path.endsWith("00000.json"),
                    () -> write(winner, batch("winner", 0)));

            assertThat(loser.write(batch("loser", 1)).version()).isEqualTo(2);
        }
        assertThat(store.paths())
                .filteredOn(path -> path.endsWith("00000.json"))
                .hasSize(1);
        assertThat(ReadBack.statuses(store)).hasSize(6);
    }

    @Test
    void aCommitIsRebasedOnTheCommitsOfOthers() throws Exception {
        InMemoryTableStore client = store.anotherClient();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", InstantSource.system());
                var other = new DeltaSink<>(
                        TelemetryTables.STATUS, store.anotherClient(), "test/1", InstantSource.system())) {
            sink.write(batch("w", 0));
            for (int number = 1; number <= 3; number++) {
                other.write(batch("other", number));
            }
            long puts = client.requests(StoreOperation.PUT);

            assertThat(sink.write(batch("w", 1)).version()).isEqualTo(5);
            assertThat(client.requests(StoreOperation.PUT) - puts)
                    .as("the data file is not written again for each attempt")
                    .isEqualTo(1);
        }
    }

    @Test
    void theSameBatchOfTwoProcessesIsThereOnce() throws Exception {
        InMemoryTableStore client = store.anotherClient();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", InstantSource.system());
                var twin = new DeltaSink<>(
                        TelemetryTables.STATUS, store.anotherClient(), "test/1", InstantSource.system())) {
            sink.write(batch("w", 0));
            client.beforeNext(
                    StoreOperation.PUT_IF_ABSENT,
                    path -> path.endsWith("00002.json"),
                    () -> write(twin, batch("w", 1)));

            WriteReceipt receipt = sink.write(batch("w", 1));

            assertThat(receipt.alreadyPresent()).isTrue();
            assertThat(receipt.version()).isEqualTo(2);
        }
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 6));
    }

    @Test
    void writersOfOneTableLoseAndDoubleNothingWhileRepliesGetLost() throws Exception {
        int writers = 4;
        int batches = 40;
        long seed = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                running.add(threads.submit(writer(writer, batches, new Random(seed + writer))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ReadBack.statuses(store))
                .as("seed %s", seed)
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, writers * batches));
        assertThat(store.paths())
                .filteredOn(path -> path.endsWith(".json"))
                .as("one version for the creation and each batch")
                .containsExactlyElementsOf(LongStream.rangeClosed(0, (long) writers * batches)
                        .mapToObj(number -> String.format(Locale.ROOT, "_delta_log/%020d.json", number))
                        .toList());
    }

    private Callable<Void> writer(int writer, int batches, Random random) {
        return () -> {
            InMemoryTableStore client = store.anotherClient();
            try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", InstantSource.system())) {
                for (int number = 0; number < batches; number++) {
                    if (random.nextInt(4) == 0) {
                        client.failNext(
                                StoreOperation.PUT_IF_ABSENT,
                                path -> path.endsWith(".json"),
                                random.nextBoolean() ? StoreFault.REPLY_LOST : StoreFault.REQUEST_LOST);
                    }
                    int event = writer * batches + number;
                    Batch<ContainerStatusEvent> batch =
                            new Batch<>("w" + writer, number, List.of(SampleEvents.status(event)));
                    RetryingWriter.write(sink, batch);
                }
            }
            return null;
        };
    }

    private static Batch<ContainerStatusEvent> batch(String writerId, int number) {
        return new Batch<>(writerId, number, SampleEvents.statuses(3 * number, 3 * number + 3));
    }

    private static void write(DeltaSink<ContainerStatusEvent> sink, Batch<ContainerStatusEvent> batch) {
        try {
            sink.write(batch);
        } catch (SinkException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
