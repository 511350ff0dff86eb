package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryFileStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Log files older than the table's retention go with the checkpoints that replace them. */
class LogCleanupTest {

    private static final int INTERVAL = ColumnTypes.CHECKPOINT_INTERVAL;

    private final AtomicReference<Instant> now = new AtomicReference<>();
    private final InMemoryFileStore store = new InMemoryFileStore((InstantSource) now::get);

    @Test
    void whatIsOlderThanTheRetentionGoes() throws Exception {
        now.set(Instant.now().minus(TelemetryTables.STATUS.logRetention()).minus(Duration.ofHours(1)));
        writeBatches(0, 2 * INTERVAL + 10);
        now.set(Instant.now());
        writeBatches(2 * INTERVAL + 10, 3 * INTERVAL);

        // The last expired checkpoint stays: it is what the commits after it build on.
        assertThat(log()).first().isEqualTo("%020d.checkpoint.parquet".formatted(2 * INTERVAL));
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
