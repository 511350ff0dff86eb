package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Log files older than the table's retention go with the checkpoints that replace them. */
class LogCleanupTest {

    private static final int INTERVAL = TableMetadata.CHECKPOINT_INTERVAL;

    private final AtomicReference<Instant> now = new AtomicReference<>();
    private final InMemoryTableStore store = new InMemoryTableStore((InstantSource) now::get);

    @Test
    void whatIsOlderThanTheRetentionGoes() throws Exception {
        now.set(Instant.now().minus(TelemetryTables.STATUS.logRetention()).minus(Duration.ofHours(1)));
        writeBatches(0, 2 * INTERVAL + 10);
        now.set(Instant.now());
        writeBatches(2 * INTERVAL + 10, 3 * INTERVAL);

        // The last expired checkpoint stays: it is what the commits after it build on.
        assertThat(log()).first().isEqualTo(String.format(Locale.ROOT, "%020d.checkpoint.parquet", 2 * INTERVAL));
        assertThat(log()).filteredOn(name -> name.endsWith(".crc")).hasSize(INTERVAL + 1);
        assertThat(ReadBack.statuses(store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 3 * INTERVAL));
    }

    @Test
    void whatIsYoungerStays() throws Exception {
        now.set(Instant.now().minus(TelemetryTables.STATUS.logRetention()).plus(Duration.ofHours(1)));
        writeBatches(0, 2 * INTERVAL);

        assertThat(log()).filteredOn(name -> name.endsWith(".json")).hasSize(2 * INTERVAL + 1);
        assertThat(log()).filteredOn(name -> name.endsWith(".crc")).hasSize(2 * INTERVAL + 1);
    }

    @Test
    void aWriterListsTheWholeLogOnceADayAtMost() throws Exception {
        Instant start = Instant.now().minus(Duration.ofDays(3));
        now.set(start);
        InMemoryTableStore client = store.anotherClient();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", (InstantSource) now::get)) {
            List<Long> lists = new ArrayList<>();
            for (int number = 1; number <= 4 * INTERVAL; number++) {
                if (number == 3 * INTERVAL) {
                    now.set(start.plus(Duration.ofDays(1)));
                }
                long before = client.requests(StoreOperation.LIST);
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))));
                if (number % INTERVAL == 0) {
                    lists.add(client.requests(StoreOperation.LIST) - before);
                }
            }
            long withoutCleaning = lists.get(1);
            assertThat(lists)
                    .as("of the batches with a checkpoint: the first, and the one a day later, clean")
                    .containsExactly(withoutCleaning + 1, withoutCleaning, withoutCleaning + 1, withoutCleaning);
        }
    }

    @Test
    void aWriterGoesOnAtEachCheckpointUntilAllIsGone() throws Exception {
        Instant start = Instant.now().minus(Duration.ofDays(30));
        now.set(start);
        writeBatches(0, 11 * INTERVAL - 1);
        InMemoryTableStore client = store.anotherClient();
        now.set(start.plus(TelemetryTables.STATUS.logRetention()).plus(Duration.ofHours(1)));
        List<Long> deletions = new ArrayList<>();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", (InstantSource) now::get)) {
            for (int number = 11 * INTERVAL - 1; number < 16 * INTERVAL - 1; number++) {
                long before = client.requests(StoreOperation.DELETE);
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))));
                if ((number + 1) % INTERVAL == 0) {
                    deletions.add(client.requests(StoreOperation.DELETE) - before);
                }
            }
        }
        assertThat(deletions)
                .as("four intervals at a time: their commits, checksums and checkpoints, of which the first has none")
                .containsExactly(803L, 804L, 603L, 0L, 0L);
        assertThat(log()).first().isEqualTo(String.format(Locale.ROOT, "%020d.checkpoint.parquet", 11 * INTERVAL));
        assertThat(ReadBack.statuses(store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 16 * INTERVAL - 1));
    }

    private void writeBatches(int from, int to) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            for (int number = from; number < to; number++) {
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))));
            }
        }
    }

    private List<String> log() {
        return store.paths().stream()
                .filter(path -> path.startsWith("_delta_log/0"))
                .map(path -> path.substring("_delta_log/".length()))
                .toList();
    }
}
