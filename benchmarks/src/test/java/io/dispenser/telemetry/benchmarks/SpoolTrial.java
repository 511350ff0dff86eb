package io.dispenser.telemetry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.pipeline.WriterConflict;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Spools in a folder, by name, and pipelines that write from them to one table. A batch has ten events. */
final class SpoolTrial {

    static final Duration LONG = Duration.ofSeconds(60);

    private static final FlushPolicy POLICY = new FlushPolicy(10, Long.MAX_VALUE, Duration.ofMinutes(5));

    private final Path folder;
    private final TrialTable table;
    private final Map<String, List<WriterConflict>> conflicts = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    SpoolTrial(Path folder, TrialTable table) {
        this.folder = folder;
        this.table = table;
    }

    TrialTable table() {
        return table;
    }

    /** Every new writer id that a spool took so far. */
    List<WriterConflict> conflicts(String spool) {
        return conflicts.getOrDefault(spool, List.of());
    }

    /** The spools that took a new writer id so far. */
    Set<String> renewed() {
        return conflicts.keySet();
    }

    TelemetryPipeline<ContainerStatusEvent> start(String spool) throws Exception {
        return start(spool, table.store());
    }

    TelemetryPipeline<ContainerStatusEvent> start(String spool, TableStore store) throws Exception {
        return TelemetryPipeline.builder(
                        TelemetryTables.STATUS, new DeltaSink<>(TelemetryTables.STATUS, store, "spool-trial"))
                .spool(FileSpool.open(
                        TelemetryTables.STATUS,
                        folder.resolve(spool),
                        FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(0)))
                .flushPolicy(POLICY)
                .listener(new PipelineListener() {
                    @Override
                    public void writerRenewed(WriterConflict conflict) {
                        conflicts
                                .computeIfAbsent(spool, name -> new CopyOnWriteArrayList<>())
                                .add(conflict);
                    }

                    @Override
                    public void writeFailed(WriteFailure failure) {
                        failures.add(spool + ": " + failure.problem());
                    }
                })
                .start();
    }

    /** Lets a pipeline write these events, and whatever its spool holds. */
    void run(String spool, int from, int to) throws Exception {
        TelemetryPipeline<ContainerStatusEvent> pipeline = start(spool);
        record(pipeline, from, to);
        end(pipeline);
    }

    static void record(TelemetryPipeline<ContainerStatusEvent> pipeline, int from, int to) {
        SampleEvents.statuses(from, to)
                .forEach(event -> assertThat(pipeline.record(event)).isTrue());
    }

    void awaitWritten(TelemetryPipeline<ContainerStatusEvent> pipeline, int events) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(pipeline.health().written())
                        .as("failures: %s", failures)
                        .isGreaterThanOrEqualTo(events));
    }

    static void end(TelemetryPipeline<ContainerStatusEvent> pipeline) throws InterruptedException {
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
    }

    void copy(String source, String target) throws IOException {
        FileTrees.copy(folder.resolve(source), folder.resolve(target));
    }

    /** Puts a copy in the place of a spool that no pipeline has open. */
    void putBack(String copy, String spool) throws IOException {
        FileTrees.delete(folder.resolve(spool));
        copy(copy, spool);
    }

    /** Demands that the table holds each of these sample events once, and nothing else. */
    void assertRows(IntStream... events) throws Exception {
        assertThat(rows())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(events).flatMap(IntStream::boxed).toList());
    }

    /** Which of the sample events are in the table, by their restart counts. */
    List<Integer> rows() throws Exception {
        try (TableStore store = table.store()) {
            Rows rows = new DeltaTableReader(store)
                    .read(new RowQuery(null, null, 10_000))
                    .orElseThrow();
            int number = rows.columns().indexOf("restart_count");
            return rows.rows().stream().map(row -> (Integer) row.get(number)).toList();
        }
    }
}
