package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.data.Row;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files that somebody else removed from the table stay known to our checkpoints until their retention is over. */
class TombstoneTest {

    private static final int INTERVAL = TableMetadata.CHECKPOINT_INTERVAL;

    private final ManualInstants clock = new ManualInstants(Instant.now());
    private final InMemoryTableStore store = new InMemoryTableStore(clock);

    @Test
    void removalsSurviveTheSecondCheckpoint() throws Exception {
        writeBatches(0, 3);
        String young = dataFile(0);
        String old = dataFile(1);
        Instant now = Instant.now();
        commit(4, remove(young, now) + remove(old, now.minus(Duration.ofDays(3))));

        writeBatches(3, 2 * INTERVAL - 1);

        assertThat(store.paths()).contains(checkpoint(INTERVAL), checkpoint(2 * INTERVAL));
        assertThat(removals(INTERVAL)).containsExactly(young);
        assertThat(removals(2 * INTERVAL)).containsExactly(young);
        assertThat(ReadBack.statuses(store)).hasSize(2 * INTERVAL - 3);
    }

    /** The commits of such a table tell the time of their writer's clock; here that is a month ahead of the store's. */
    @Test
    void theTimeThatWritersTellInTheirCommitsMakesNoRemovalExpire() throws Exception {
        clock.set(Instant.now().minus(Duration.ofDays(30)));
        writeBatches(0, 1);
        String young = dataFile(0);
        commit(2, remove(young, clock.instant()) + inCommitTimestamps());

        writeBatches(1, INTERVAL);

        assertThat(String.join("\n", commitLines(INTERVAL))).contains("inCommitTimestamp");
        assertThat(removals(INTERVAL)).containsExactly(young);
    }

    @Test
    void aFileThatCameBackIsNotRemoved() throws Exception {
        writeBatches(0, 3);
        String path = dataFile(0);
        String add = commitLines(1).stream()
                .filter(line -> line.startsWith("{\"add\""))
                .findFirst()
                .orElseThrow();
        commit(4, remove(path, Instant.now()));
        writeBatches(3, INTERVAL);
        assertThat(removals(INTERVAL)).containsExactly(path);
        commit(INTERVAL + 2, add + "\n");

        writeBatches(INTERVAL, 2 * INTERVAL);

        assertThat(removals(2 * INTERVAL)).isEmpty();
        assertThat(ReadBack.statuses(store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 2 * INTERVAL));
    }

    private void writeBatches(int from, int to) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            for (int number = from; number < to; number++) {
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))));
            }
        }
    }

    /** The data file of the commit of batch {@code number}. */
    private String dataFile(int number) throws Exception {
        String commit = String.join("\n", commitLines(number + 1));
        int start = commit.indexOf("\"path\":\"") + 8;
        return commit.substring(start, commit.indexOf('"', start));
    }

    private List<String> commitLines(long version) throws Exception {
        return new String(store.readAll(String.format(Locale.ROOT, "_delta_log/%020d.json", version)), UTF_8)
                .lines()
                .toList();
    }

    private void commit(long version, String actions) throws Exception {
        String info = String.format(
                Locale.ROOT,
                "{\"commitInfo\":{\"inCommitTimestamp\":1,\"timestamp\":%d,\"operation\":\"DELETE\"}}\n",
                Instant.now().toEpochMilli());
        assertThat(store.putIfAbsent(
                        String.format(Locale.ROOT, "_delta_log/%020d.json", version), (info + actions).getBytes(UTF_8)))
                .isTrue();
    }

    /** What turns them on. */
    private String inCommitTimestamps() throws Exception {
        String metadata = commitLines(0).stream()
                .filter(line -> line.startsWith("{\"metaData\""))
                .findFirst()
                .orElseThrow()
                .replace(
                        "\"configuration\":{",
                        "\"configuration\":{\"delta.enableInCommitTimestamps\":\"true\","
                                + "\"delta.inCommitTimestampEnablementVersion\":\"2\","
                                + "\"delta.inCommitTimestampEnablementTimestamp\":\"1\",");
        return metadata + "\n{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,"
                + "\"writerFeatures\":[\"inCommitTimestamp\"]}}\n";
    }

    private static String remove(String path, Instant at) {
        return String.format(
                Locale.ROOT,
                "{\"remove\":{\"path\":\"%s\",\"deletionTimestamp\":%d,\"dataChange\":true,\"size\":1}}\n",
                path,
                at.toEpochMilli());
    }

    private static String checkpoint(long version) {
        return String.format(Locale.ROOT, "_delta_log/%020d.checkpoint.parquet", version);
    }

    private List<String> removals(long version) throws Exception {
        StructType schema = new StructType()
                .add("remove", new StructType().add("path", StringType.STRING).add("deletionTimestamp", LongType.LONG));
        long size = store.stat(checkpoint(version)).orElseThrow().size();
        FileStatus file = FileStatus.of(TablePaths.ROOT + "/" + checkpoint(version), size, 0);
        List<String> paths = new ArrayList<>();
        try (CloseableIterator<FileReadResult> batches = new DeltaLog(store)
                .engine()
                .getParquetHandler()
                .readParquetFiles(CloseableIterators.of(List.of(file)), schema, Optional.empty())) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getData().getRows()) {
                    rows.forEachRemaining(row -> {
                        if (!row.isNullAt(0)) {
                            paths.add(row.getStruct(0).getString(0));
                        }
                    });
                }
            }
        }
        return paths;
    }
}
