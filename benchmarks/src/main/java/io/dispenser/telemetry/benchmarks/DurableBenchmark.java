package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.Drain;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a write-ahead costs: drains of so many events from the inbox into a file spool, each with one force, sealed at 1000
 * events. The spool lies in the folder that the system property {@code telemetry.benchmarks.folder} names: the disk matters.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH's life cycle sets the fields
public class DurableBenchmark {

    /** Counts what the drains brought to the disk. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Durable {
        public long events;
    }

    @Param({"1", "10", "100", "1000"})
    public int eventsADrain;

    private Path folder;
    private FileSpool<ContainerStatusEvent> spool;
    private Drain<ContainerStatusEvent> drain;
    private List<ContainerStatusEvent> events;

    @Setup(Level.Trial)
    public void prepareEvents() {
        events = SampleEvents.statuses(0, eventsADrain);
    }

    @Setup(Level.Iteration)
    public void openSpool() throws IOException, SpoolException {
        Path parent = Files.createDirectories(Path.of(System.getProperty("telemetry.benchmarks.folder", "target")));
        folder = Files.createTempDirectory(parent, "durable");
        spool = FileSpool.open(TelemetryTables.STATUS, folder, FileSpoolOptions.DEFAULT);
        drain = new Drain<>(TelemetryTables.STATUS, spool, 1000);
    }

    @Benchmark
    public void drain(Durable durable) {
        drain.drain(events);
        durable.events += eventsADrain;
    }

    @TearDown(Level.Iteration)
    public void deleteSpool() throws IOException {
        spool.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
