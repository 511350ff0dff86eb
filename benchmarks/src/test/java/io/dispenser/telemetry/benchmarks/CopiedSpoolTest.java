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
import io.dispenser.telemetry.core.pipeline.WriterConflict;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spools that were put back from a copy, and copies that run beside their original, into one Delta table. */
@Timeout(120)
class CopiedSpoolTest {

    private static final FlushPolicy POLICY = new FlushPolicy(10, Long.MAX_VALUE, Duration.ofMinutes(5));
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<WriterConflict> conflicts = new CopyOnWriteArrayList<>();

    @Test
    void aSpoolThatWasPutBackLosesAndDoublesNothing() throws Exception {
        run("spool", 0, 25);
        copy("spool", "copy");
        run("spool", 25, 60);
        replace("spool", "copy");
        run("spool", 60, 95);
        assertRows(95);
        assertThat(conflicts).hasSize(1);
        run("spool", 95, 115);
        assertRows(115);
        assertThat(conflicts).hasSize(1);
    }

    @Test
    void anOpenSegmentThatWasCopiedIsThereOnce() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> original = start("spool");
        record(original, 0, 24);
        await().atMost(LONG).until(() -> original.health().written() == 20);
        copy("spool", "copy"); // four events lie in the open segment
        record(original, 24, 60);
        assertThat(original.shutdown(LONG).isComplete()).isTrue();
        replace("spool", "copy");
        run("spool", 60, 75);
        assertRows(75);
    }

    @Test
    void aCopyThatWritesFirstTakesNothingFromTheOriginal() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> original = start("spool");
        record(original, 0, 24);
        await().atMost(LONG).until(() -> original.health().written() == 20);
        copy("spool", "copy");
        run("copy", 100, 135);
        record(original, 24, 60);
        assertThat(original.shutdown(LONG).isComplete()).isTrue();
        assertRows(60, 100, 135);
        assertThat(conflicts).hasSize(1);
    }

    @Test
    void anOriginalThatWritesFirstTakesNothingFromTheCopy() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> original = start("spool");
        record(original, 0, 24);
        await().atMost(LONG).until(() -> original.health().written() == 20);
        copy("spool", "copy");
        TelemetryPipeline<ContainerStatusEvent> copied = start("copy");
        await().atMost(LONG).until(() -> copied.health().waiting() == 0);
        record(original, 24, 60);
        await().atMost(LONG).until(() -> original.health().written() >= 50);
        record(copied, 100, 135);
        assertThat(copied.shutdown(LONG).isComplete()).isTrue();
        record(original, 60, 70);
        assertThat(original.shutdown(LONG).isComplete()).isTrue();
        assertRows(70, 100, 135);
    }

    @Test
    void whatWaitedWhenTheTableWasDroppedAndMadeAnewIsInTheNewOne() throws Exception {
        run("spool", 0, 20);
        StoreOutage outage = new StoreOutage(store());
        outage.begin();
        TelemetryPipeline<ContainerStatusEvent> pipeline = start("spool", outage.store());
        record(pipeline, 20, 45);
        await().atMost(LONG).until(outage::wasMet);
        pipeline.shutdown(Duration.ZERO);
        delete(folder.resolve("table"));
        run("other", 100, 110); // makes the table anew
        run("spool", 45, 50);
        assertThat(rows())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                IntStream.range(20, 50).boxed(),
                                IntStream.range(100, 110).boxed())
                        .toList());
        assertThat(conflicts).isEmpty();
    }

    private void run(String spool, int from, int to) throws Exception {
        TelemetryPipeline<ContainerStatusEvent> pipeline = start(spool);
        record(pipeline, from, to);
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
    }

    private static void record(TelemetryPipeline<ContainerStatusEvent> pipeline, int from, int to) {
        SampleEvents.statuses(from, to)
                .forEach(event -> assertThat(pipeline.record(event)).isTrue());
    }

    private TelemetryPipeline<ContainerStatusEvent> start(String spool) throws Exception {
        return start(spool, store());
    }

    private TelemetryPipeline<ContainerStatusEvent> start(String spool, FileStore store) throws Exception {
        return TelemetryPipeline.builder(
                        TelemetryTables.STATUS, new DeltaSink<>(TelemetryTables.STATUS, store, "copied-spool-test"))
                .spool(FileSpool.open(
                        TelemetryTables.STATUS,
                        folder.resolve(spool),
                        FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(0)))
                .flushPolicy(POLICY)
                .listener(new PipelineListener() {
                    @Override
                    public void writerRenewed(WriterConflict conflict) {
                        conflicts.add(conflict);
                    }
                })
                .start();
    }

    private FileStore store() {
        return CrashFiles.store(folder.resolve("table"));
    }

    private void assertRows(int end) throws Exception {
        assertThat(rows())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, end).boxed().toList());
    }

    private void assertRows(int end, int otherFrom, int otherTo) throws Exception {
        assertThat(rows())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                IntStream.range(0, end).boxed(),
                                IntStream.range(otherFrom, otherTo).boxed())
                        .toList());
    }

    /** Which of the sample events are in the table, by their restart counts. */
    private List<Integer> rows() throws Exception {
        try (FileStore store = store()) {
            Rows rows = new DeltaTableReader(store)
                    .read(new RowQuery(null, null, 10_000))
                    .orElseThrow();
            int number = rows.columns().indexOf("restart_count");
            return rows.rows().stream().map(row -> (Integer) row.get(number)).toList();
        }
    }

    private void replace(String spool, String copy) throws IOException {
        delete(folder.resolve(spool));
        copy(copy, spool);
    }

    private void copy(String from, String to) throws IOException {
        Path source = folder.resolve(from);
        try (Stream<Path> files = Files.walk(source)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, folder.resolve(to).resolve(source.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, java.io.IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
