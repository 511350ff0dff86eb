package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code record} costs its caller. {@code burst} calls it a thousand times in a row, from one thread or from each of
 * four, while the intake drains; the inbox has room for all. {@code nowAndThen} calls it when the intake sleeps, as in a
 * quiet program: then most of the cost is waking it.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH's life cycle sets the fields
public class RecordBenchmark {

    private static final int BURST = 1000;

    private final ContainerStatusEvent event = SampleEvents.status(1);
    private TelemetryPipeline<ContainerStatusEvent> pipeline;

    @Setup
    public void start() {
        pipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, new ScriptedSink<>())
                .spool(new VolatileSpool<>())
                .start();
    }

    @TearDown
    public void end() {
        pipeline.close();
    }

    /** Waits until the inbox is empty and the intake sleeps. */
    @State(Scope.Thread)
    public static class Quiet {
        @Setup(Level.Invocation)
        public void settle(RecordBenchmark benchmark) throws InterruptedException {
            do {
                TimeUnit.MICROSECONDS.sleep(300);
            } while (benchmark.pipeline.health().waiting() > 0);
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(BURST)
    public void burstOfOneThread(Quiet quiet) {
        burst();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OperationsPerInvocation(BURST)
    @Threads(4)
    public void burstOfFourThreads(Quiet quiet) {
        burst();
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public boolean nowAndThen(Quiet quiet) {
        return pipeline.record(event);
    }

    private void burst() {
        for (int i = 0; i < BURST; i++) {
            if (!pipeline.record(event)) {
                throw new IllegalStateException("the inbox is full: a refusal costs less than what is measured");
            }
        }
    }
}
