package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.RecordOutcome;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The few tests with real threads. */
@Timeout(60)
class TelemetryPipelineTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScriptedSink<ContainerStatusEvent> sink = new ScriptedSink<>();

    @Test
    void shutdownWritesEverythingThatWasAcceptedAndTakesNothingMore() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> pipeline = builder().start();
        for (ContainerStatusEvent event : SampleEvents.statuses(0, 25)) {
            assertThat(pipeline.record(event)).isTrue();
        }
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 25));
        assertThat(sink.isClosed()).isTrue();
        assertThat(pipeline.record(SampleEvents.status(99))).isFalse();
        assertThat(pipeline.health().refused()).isEqualTo(1);
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
    }

    @Test
    void withItsSinkHeldShutRecordGoesOnUntilAllIsFullAndThenRefusesAndNeverWaits() throws Exception {
        sink.hang();
        int room = 20 + 30;
        TelemetryPipeline<ContainerStatusEvent> pipeline = builder()
                .spool(new MemorySpool<>(TelemetryTables.STATUS, 30))
                .inboxCapacity(20)
                .start();
        long accepted = 0;
        for (int i = 0; i < 100_000; i++) { // would not come to its end if record ever waited for the sink
            accepted += pipeline.record(SampleEvents.status(i)) ? 1 : 0;
        }
        // The intake may hold one drain of at most a batch's size in hand, beside inbox and spool.
        assertThat(accepted).isBetween(1L, room + 10L);
        assertThat(sink.events()).isEmpty();
        sink.release();
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
        assertThat(sink.events()).hasSize((int) accepted).doesNotHaveDuplicates();
    }

    @Test
    void aSinkThatStaysShutMakesShutdownGiveUpInTimeAndSayHowMuchIsLeft() throws Exception {
        sink.hang();
        TelemetryPipeline<ContainerStatusEvent> pipeline = builder().start();
        SampleEvents.statuses(0, 15).forEach(pipeline::record);
        ShutdownReport report = pipeline.shutdown(Duration.ofMillis(200));
        assertThat(report.isComplete()).isFalse();
        assertThat(report.unwritten()).isEqualTo(15);
    }

    @Test
    void whatASinkHoldsUpBeyondTheEndIsClosedWhenItLetsGo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        BatchSink<ContainerStatusEvent> deaf = new BatchSink<>() {
            @Override
            public WriteReceipt write(Batch<ContainerStatusEvent> batch) {
                begun.countDown();
                while (released.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000); // whatever interrupts it
                }
                return WriteReceipt.alreadyPresent(0);
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        TelemetryPipeline<ContainerStatusEvent> pipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, deaf)
                .flushPolicy(new FlushPolicy(1, FlushPolicy.DEFAULT.maxBytes(), LONG))
                .start();
        pipeline.record(SampleEvents.status(1));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pipeline.shutdown(Duration.ZERO).isComplete()).isFalse();
        assertThat(closed.getCount()).as("it is still in use").isEqualTo(1);
        released.countDown();
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatManyThreadsRecordWhileThePipelineEndsIsWrittenIfAndOnlyIfItWasAccepted() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> pipeline =
                builder().inboxCapacity(100_000).start();
        AtomicLong accepted = new AtomicLong();
        CountDownLatch someRecorded = new CountDownLatch(2_000);
        List<Thread> recorders = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t * 10_000;
            recorders.add(new Thread(() -> IntStream.range(first, first + 10_000)
                    .forEach(i -> {
                        accepted.addAndGet(pipeline.record(SampleEvents.status(i)) ? 1 : 0);
                        someRecorded.countDown();
                    })));
        }
        recorders.forEach(Thread::start);
        assertThat(someRecorded.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
        for (Thread recorder : recorders) {
            recorder.join();
        }
        assertThat(sink.events()).hasSize((int) accepted.get()).doesNotHaveDuplicates();
    }

    @Test
    void whateverAListenerMayHearIsHandedOnToIt() {
        for (Method method : PipelineListener.class.getDeclaredMethods()) {
            assertThat(GuardedListener.class.getDeclaredMethods())
                    .extracting(Method::getName)
                    .contains(method.getName());
        }
    }

    @Test
    void aListenerThatThrowsStopsNothing() throws Exception {
        assertThatNothingStopsWhen(() -> {
            throw new IllegalStateException("a broken listener");
        });
        assertThatNothingStopsWhen(() -> {
            throw new AssertionError("a listener that expects something else");
        });
    }

    private void assertThatNothingStopsWhen(Runnable heard) throws InterruptedException {
        ScriptedSink<ContainerStatusEvent> into = new ScriptedSink<>();
        TelemetryPipeline<ContainerStatusEvent> pipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, into)
                .flushPolicy(new FlushPolicy(10, Long.MAX_VALUE, Duration.ofMinutes(5)))
                .listener(new PipelineListener() {
                    @Override
                    public void flushed(FlushReport report) {
                        heard.run();
                    }
                })
                .start();
        SampleEvents.statuses(0, 30).forEach(pipeline::record);
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
        assertThat(into.events()).hasSize(30);
    }

    @Test
    void anErrorOfTheSinkCostsAnAttemptAndNoMore() throws Exception {
        AtomicLong attempts = new AtomicLong();
        BatchSink<ContainerStatusEvent> failing = batch -> {
            if (attempts.getAndIncrement() == 0) {
                throw new StackOverflowError("scripted");
            }
            return sink.write(batch);
        };
        TelemetryPipeline<ContainerStatusEvent> pipeline =
                TelemetryPipeline.builder(TelemetryTables.STATUS, failing).start();
        SampleEvents.statuses(0, 3).forEach(pipeline::record);

        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
        assertThat(sink.events()).hasSize(3);
    }

    /** More seconds than fit into nanoseconds. */
    @Test
    void whoeverWaitsForEverGetsTheAnswer() throws Exception {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        TelemetryPipeline<ContainerStatusEvent> pipeline = builder().start();

        assertThat(pipeline.recordDurably(SampleEvents.status(1), forEver)).isEqualTo(new RecordOutcome.Durable());
        assertThat(pipeline.shutdown(forEver).isComplete()).isTrue();
    }

    private TelemetryPipeline.Builder<ContainerStatusEvent> builder() {
        return TelemetryPipeline.builder(TelemetryTables.STATUS, sink)
                .flushPolicy(new FlushPolicy(10, Long.MAX_VALUE, Duration.ofMinutes(5)));
    }
}
