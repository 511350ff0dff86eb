package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.net.URL;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a batch costs, in requests to the store: the numbers that {@link DeltaSink} promises. */
class CommitCostTest {

    private static final int INTERVAL = TableMetadata.CHECKPOINT_INTERVAL;
    private static final int VERSIONS = 1200;

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void aBatchCostsTheSameAtALowAndAtAHighVersion() throws Exception {
        List<Map<StoreOperation, Long>> costs = new ArrayList<>();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1")) {
            for (int version = 1; version <= VERSIONS; version++) {
                Map<StoreOperation, Long> before = requests();
                long written = sink.write(new Batch<>("w", version, List.of(SampleEvents.status(version))))
                        .version();
                assertThat(written).isEqualTo(version);
                Map<StoreOperation, Long> cost = requests();
                before.forEach((operation, count) -> cost.merge(operation, -count, Long::sum));
                cost.values().removeIf(count -> count == 0);
                costs.add(cost);
            }
        }

        assertThat(costs.get(10 - 1))
                .as("get the last commit, put the data, put the commit and its checksum")
                .isEqualTo(
                        Map.of(StoreOperation.READ_ALL, 1L, StoreOperation.PUT, 1L, StoreOperation.PUT_IF_ABSENT, 2L));
        // From the second interval on: the first has no checkpoint before it to read.
        List<Map<StoreOperation, Long>> low = costs.subList(INTERVAL, 2 * INTERVAL);
        List<Map<StoreOperation, Long>> high = costs.subList(VERSIONS - INTERVAL, VERSIONS);
        assertThat(high).isEqualTo(low);
        long total = high.stream()
                .flatMap(cost -> cost.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        assertThat(total)
                .as("requests for %s batches, with a checkpoint", INTERVAL)
                .isLessThanOrEqualTo(6L * INTERVAL);
        assertThat(store.paths())
                .filteredOn(path -> path.endsWith(".checkpoint.parquet"))
                .hasSize(VERSIONS / INTERVAL);
    }

    @Test
    void aSinkThatOpensALongTableReadsItsTipAndNotItsHistory() throws Exception {
        int versions = 2 * INTERVAL + 30;
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1")) {
            for (int number = 0; number < versions; number++) {
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))));
            }
        }
        InMemoryTableStore client = store.anotherClient();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1")) {
            sink.write(new Batch<>("w", versions, List.of(SampleEvents.status(versions))));
        }
        assertThat(client.requests())
                .as(
                        "whether one commits for all; _last_checkpoint, list, checksum; last commit; data, commit, checksum")
                .isEqualTo(8);
    }

    @Test
    void noConfigurationFileOfHadoopIsReadForABatch() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new ClassLoader(before) {
            @Override
            public @Nullable URL getResource(String name) {
                asked.add(name);
                return super.getResource(name);
            }
        });
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 10)));
            sink.write(new Batch<>("w", 1, SampleEvents.statuses(10, 20)));
            new DeltaTableReader(store).read(RowQuery.newest(1));
            assertThat(asked).doesNotContain("core-default.xml", "core-site.xml");

            // The probe works: this is how Hadoop looks for its files.
            assertThat(new Configuration().get("fs.defaultFS")).isNotNull();
            assertThat(asked).contains("core-default.xml");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Map<StoreOperation, Long> requests() {
        Map<StoreOperation, Long> counts = new EnumMap<>(StoreOperation.class);
        for (StoreOperation operation : StoreOperation.values()) {
            counts.put(operation, store.requests(operation));
        }
        return counts;
    }
}
