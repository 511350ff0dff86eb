package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The spool between the two threads of a pipeline, and somebody who looks on. */
class TwoThreadsTest {

    private static final int EVENTS = 5000;

    @TempDir
    private Path root;

    @Test
    @Timeout(120)
    void oneAppendsAndSealsWhileTheOtherTakesAndAThirdLooksOn() throws Exception {
        SpoolFixture fixture = new SpoolFixture(root);
        List<ContainerStatusEvent> taken = new ArrayList<>();
        AtomicBoolean finished = new AtomicBoolean();
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            CompletableFuture<Void> appender = inThread(() -> {
                Random random = new Random(1);
                for (int next = 0; next < EVENTS; ) {
                    int to = Math.min(EVENTS, next + 1 + random.nextInt(30));
                    spool.append(SampleEvents.statuses(next, to));
                    next = to;
                    if (random.nextInt(3) == 0) {
                        spool.seal();
                    }
                }
                spool.seal();
            });
            CompletableFuture<Void> onlooker = inThread(() -> {
                SpoolInspector inspector = new SpoolInspector(root);
                while (!finished.get()) {
                    for (SpooledSegment segment : inspector.segments()) {
                        boolean sound = segment.problems().isEmpty() || segment.state() == SegmentState.OPEN;
                        assertThat(sound).as("%s", segment).isTrue();
                    }
                }
            });
            while (taken.size() < EVENTS && !appender.isCompletedExceptionally()) {
                Optional<Batch<ContainerStatusEvent>> oldest = spool.oldest();
                if (oldest.isPresent()) {
                    taken.addAll(oldest.get().events());
                    spool.remove(oldest.get());
                }
            }
            appender.get();
            finished.set(true);
            onlooker.get();
            assertThat(spool.events()).isZero();
            assertThat(spool.bytes()).isZero();
        }
        assertThat(taken).isEqualTo(SampleEvents.statuses(0, EVENTS));
    }

    @Test
    @Timeout(120)
    void whatAPipelineCouldNotWriteIsWrittenByTheNextOne() throws Exception {
        List<Batch<ContainerStatusEvent>> table = Collections.synchronizedList(new ArrayList<>());
        ShutdownReport cutShort;
        try (TelemetryPipeline<ContainerStatusEvent> pipeline = pipeline(batch -> {
            Thread.sleep(Duration.ofMinutes(5).toMillis());
            throw new AssertionError("nobody waits that long");
        })) {
            SampleEvents.statuses(0, 25)
                    .forEach(event -> assertThat(pipeline.record(event)).isTrue());
            cutShort = pipeline.shutdown(Duration.ofMillis(500));
        }
        assertThat(cutShort.unwritten()).isEqualTo(25);
        try (TelemetryPipeline<ContainerStatusEvent> pipeline = pipeline(batch -> {
            table.add(batch);
            return WriteReceipt.written(-1, 1, 1);
        })) {
            assertThat(pipeline.shutdown(Duration.ofSeconds(60)).isComplete()).isTrue();
        }
        assertThat(SpoolFixture.events(List.copyOf(table))).isEqualTo(SampleEvents.statuses(0, 25));
    }

    @Test
    @Timeout(120)
    void aPipelineWithAFullSpoolEndsInTimeAndLetsGoOfTheFolder() throws Exception {
        FileSpoolOptions tiny = SpoolFixture.OPTIONS.withMaxBytes(1);
        try (TelemetryPipeline<ContainerStatusEvent> pipeline = TelemetryPipeline.builder(
                        TelemetryTables.STATUS, batch -> {
                            throw new AssertionError("there is no batch");
                        })
                .spool(FileSpool.open(TelemetryTables.STATUS, root, tiny))
                .start()) {
            assertThat(pipeline.record(SampleEvents.status(0))).isTrue();
            assertThat(pipeline.shutdown(Duration.ofMillis(200)).unwritten()).isEqualTo(1);
        }
        FileSpool.open(TelemetryTables.STATUS, root, tiny).close();
    }

    private TelemetryPipeline<ContainerStatusEvent> pipeline(BatchSink<ContainerStatusEvent> sink) throws Exception {
        return TelemetryPipeline.builder(TelemetryTables.STATUS, sink)
                .spool(FileSpool.open(TelemetryTables.STATUS, root, SpoolFixture.OPTIONS))
                .flushPolicy(new FlushPolicy(10, Long.MAX_VALUE, Duration.ofHours(1)))
                .start();
    }

    private interface Task {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> inThread(Task task) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                task.run();
                result.complete(null);
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
