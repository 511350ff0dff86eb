package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A day without the table: 100 containers every 60 s, flushed every 300 s, which makes 288 batches of 500 events. Writes
 * them into a spool, and then measures how a start brings them into a new Delta table on the same disk.
 */
final class BacklogBenchmark {

    private static final Instant MIDDAY = Instant.parse("2026-03-01T12:00:00Z");
    private static final int CONTAINERS = 100;
    private static final int SAMPLES = 24 * 60;
    private static final int SAMPLES_A_BATCH = 5;

    private BacklogBenchmark() {}

    /** Argument: a folder, which must be new or empty. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        fill(folder);
        List<FlushReport> flushes = new CopyOnWriteArrayList<>();
        long start = System.nanoTime();
        FileSpool<ContainerStatusEvent> spool =
                FileSpool.open(TelemetryTables.STATUS, folder, FileSpoolOptions.DEFAULT);
        long bytes = spool.bytes();
        long opened = System.nanoTime();
        var sink = new DeltaSink<>(TelemetryTables.STATUS, CrashFiles.store(folder.resolve("table")), "benchmark/1");
        var pipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, sink)
                .spool(spool)
                .listener(new PipelineListener() {
                    @Override
                    public void flushed(FlushReport report) {
                        flushes.add(report);
                    }
                })
                .start();
        long unwritten = pipeline.shutdown(Duration.ofMinutes(5)).unwritten();
        long nanos = System.nanoTime() - start;
        System.out.printf(
                Locale.ROOT,
                "%d events in %d batches, %d MiB of spool; %d left%n",
                flushes.stream().mapToLong(FlushReport::events).sum(),
                flushes.stream().mapToLong(FlushReport::batches).sum(),
                bytes >> 20,
                unwritten);
        System.out.printf(
                Locale.ROOT,
                "%.1f s in all, of which opening the spool %.1f s; %d commits, %d data files, %d KiB%n",
                nanos / 1e9,
                (opened - start) / 1e9,
                flushes.size(),
                flushes.stream().mapToLong(report -> report.receipt().files()).sum(),
                flushes.stream().mapToLong(report -> report.receipt().bytes()).sum() >> 10);
        System.out.printf(
                Locale.ROOT,
                "peak heap %d MiB of %d MiB%n",
                peakHeap() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static void fill(Path folder) throws Exception {
        Files.createDirectories(folder);
        try (FileSpool<ContainerStatusEvent> spool =
                FileSpool.open(TelemetryTables.STATUS, folder, FileSpoolOptions.DEFAULT)) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                spool.append(sample(sample));
                if ((sample + 1) % SAMPLES_A_BATCH == 0) {
                    spool.seal();
                }
            }
        }
    }

    /** All containers at one moment; a few of them are ill. */
    private static List<ContainerStatusEvent> sample(int sample) {
        List<ContainerStatusEvent> events = new ArrayList<>();
        for (int container = 0; container < CONTAINERS; container++) {
            boolean ill = container % 20 == 0;
            events.add(new ContainerStatusEvent(
                    MIDDAY.plusSeconds(60L * sample),
                    "service-" + container,
                    String.format(Locale.ROOT, "%012x", container * 7919L),
                    ContainerState.RUNNING,
                    ill ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY,
                    null,
                    container % 7,
                    60L * sample,
                    ill ? sample : 0,
                    ill ? "HTTP 503 from 127.0.0.1:8080 in sample " + sample : null));
        }
        return events;
    }

    /** The sum of each pool's peak: at least what was ever in use together. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
