package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code record} costs its caller. {@code flood} calls it without a pause, from one thread or four, while the intake
 * drains as fast as it can: how many calls were accepted and how many refused is told beside the time. {@code now and then}
 * calls it when the intake sleeps, as in a quiet program: then most of the cost is waking it.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH's life cycle sets the fields
public class RecordBenchmark {

    /** What became of the events. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Answers {
        public long accepted;
        public long refused;
    }

    private final ContainerStatusEvent event = SampleEvents.status(1);
    private TelemetryPipeline<ContainerStatusEvent> pipeline;

    @Setup
    public void start() {
        pipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, new ScriptedSink<>())
                .spool(new ForgetfulSpool<>())
                .start();
    }

    @TearDown
    public void end() {
        pipeline.close();
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public void floodOfOneThread(Answers answers) {
        count(answers);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Threads(4)
    public void floodOfFourThreads(Answers answers) {
        count(answers);
    }

    /** Waits until the intake has nothing to do any more. */
    @State(Scope.Thread)
    public static class Quiet {
        @Setup(Level.Invocation)
        public void settle() throws InterruptedException {
            TimeUnit.MICROSECONDS.sleep(300);
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public boolean nowAndThen(Quiet quiet) {
        return pipeline.record(event);
    }

    private void count(Answers answers) {
        if (pipeline.record(event)) {
            answers.accepted++;
        } else {
            answers.refused++;
        }
    }
}
