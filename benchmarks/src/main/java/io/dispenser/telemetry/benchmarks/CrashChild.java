package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.delta.ClockedSink;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.adapter.spool.WatchedDisk;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.DaemonThreads;
import io.dispenser.telemetry.testkit.FastTime;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that is killed: a whole pipeline, from {@code record} to a Delta table on the disk, that takes numbered
 * events as fast as it can. It gets ready, says so, and waits for its {@link RunPlan} on standard input; when that ends, so
 * does the process.
 */
final class CrashChild {

    private static final int INBOX = 256;
    private static final int FASTER = 20;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String WRITER = "crash-harness/1";

    private CrashChild() {}

    /** Arguments: the folder of the spool, the folder of the table, and whether it hands all over. */
    public static void main(String[] arguments) throws Exception {
        Report report = new Report();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        loadClasses();
        report.line("ready");
        String line = input.readLine();
        if (line == null) {
            return;
        }
        endWith(input);
        RunPlan plan = RunPlan.parse(line);
        try (TableStore table = CrashFiles.store(Path.of(arguments[1]))) {
            run(plan, Path.of(arguments[0]), table, Boolean.parseBoolean(arguments[2]), report);
        }
    }

    /** By a time that goes faster, so that a kill does not take half a minute. */
    private static BatchSink<ContainerStatusEvent> grouped(TableStore store) {
        FastTime time = new FastTime(FASTER);
        return ClockedSink.grouped(
                store, GroupCommitMode.ALWAYS, new GroupCommitMeans(InstantSource.system(), time.ticker(), time));
    }

    private static void run(RunPlan plan, Path folder, TableStore table, boolean grouped, Report report)
            throws Exception {
        FailPoints points = new FailPoints(plan.point(), plan.nth(), report);
        Backlog backlog = new Backlog(plan.point());
        FileSpoolOptions options = FileSpoolOptions.DEFAULT.withMaxBytes(plan.spoolBytes());
        WatchedSpool spool = new WatchedSpool(
                WatchedDisk.open(
                        TelemetryTables.STATUS,
                        folder.resolve(CrashFiles.SPOOL),
                        folder.resolve(CrashFiles.GRAVEYARD),
                        options,
                        points,
                        report),
                points,
                report,
                backlog);
        report.line("open");
        TableStore watched = new WatchedStore(table, points, backlog);
        BatchSink<ContainerStatusEvent> sink =
                grouped ? grouped(watched) : new DeltaSink<>(TelemetryTables.STATUS, watched, WRITER);
        TelemetryPipeline<ContainerStatusEvent> pipeline = TelemetryPipeline.builder(
                        TelemetryTables.STATUS, new WatchedSink(sink, backlog))
                .spool(spool)
                .inboxCapacity(INBOX)
                .flushPolicy(new FlushPolicy(plan.flushEvents(), Long.MAX_VALUE, Duration.ofMinutes(5)))
                .listener(listener(report))
                .start();
        for (int number = 0; number != plan.events(); number++) {
            ContainerStatusEvent event = CrashEvents.event(plan.run(), number);
            while (!pipeline.record(event)) {
                LockSupport.parkNanos(200_000); // the inbox is full; an event that was refused is recorded again
            }
        }
        report.line("unwritten " + pipeline.shutdown(LONG).unwritten());
    }

    private static PipelineListener listener(Report report) {
        return new PipelineListener() {
            @Override
            public void writeFailed(WriteFailure failure) {
                report.line("failed " + failure.problem());
            }

            @Override
            public void spoolFailed(String table, SpoolException problem) {
                if (!problem.isFull()) { // full it is all the time
                    report.line("failed " + problem.getMessage());
                }
            }
        };
    }

    /** So that the time after {@code ready} is spent on events. */
    private static void loadClasses() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, new InMemoryTableStore(), WRITER)) {
            for (int number = 0; number < 3; number++) {
                sink.write(new Batch<>("warm-up", number, List.of(CrashEvents.event(0, number))));
            }
        }
    }

    private static void endWith(BufferedReader input) {
        DaemonThreads.start("watch of the parent", () -> {
            try {
                if (input.readLine() == null) {
                    Runtime.getRuntime().halt(1);
                }
            } catch (IOException e) {
                Runtime.getRuntime().halt(1);
            }
        });
    }
}
