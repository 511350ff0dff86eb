package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline on one spool and one table whose process is killed and started again. After some kills the power is cut too,
 * see {@link UnforcedDisk}. While one process runs, the next one gets ready.
 */
final class KilledPipeline implements AutoCloseable {

    private static final Duration LONGEST_WAY_TO_A_POINT = Duration.ofSeconds(40);
    private static final Duration LONGEST_OF_A_GROUP = Duration.ofSeconds(4);
    private static final int MOST_MILLIS = 500;
    private static final int[] FLUSH_EVENTS = {1, 5, 50, 200};
    private static final long[] SPOOL_BYTES = {32 << 10, 256 << 10};

    private final Path folder;
    private final Path table;
    private final boolean grouped;
    private final Random random;
    private final UnforcedDisk disk;
    private final RunLog log;
    private final Map<FailPoint, Integer> stops = new EnumMap<>(FailPoint.class);
    private List<String> jvmOptions = List.of();
    private int kills;
    private int powerCuts;
    private @Nullable CrashProcess ready;

    /**
     * @param folder where its spool goes
     * @param table where its table is or will be
     * @param grouped whether its processes hand all of their batches over
     * @param firstRun the number of its first process, a multiple of {@link CrashEvents#RUNS_A_GROUP}
     */
    KilledPipeline(Path folder, Path table, boolean grouped, int firstRun, long seed) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.table = table;
        this.grouped = grouped;
        this.random = new Random(seed);
        this.disk = new UnforcedDisk(spool(), folder.resolve(CrashFiles.GRAVEYARD));
        this.log = new RunLog(disk, firstRun);
    }

    /** Lets a process run to {@code point}, or for a moment, and kills it. For a point of recovery that takes two kills. */
    void killAt(FailPoint point) throws IOException, InterruptedException {
        if (point.isInRecovery()) {
            kill(FailPoint.IN_WRITE);
            kill(point);
        } else {
            kill(point);
            cutPowerPerhaps();
        }
    }

    private void kill(FailPoint point) throws IOException, InterruptedException {
        Duration time = point == FailPoint.ANY ? Duration.ofMillis(random.nextInt(MOST_MILLIS)) : longest(point);
        try (CrashProcess process = start(plan(point))) {
            if (process.killAfter(time, log::heard)) {
                stops.merge(point, 1, Integer::sum);
            }
        }
        kills++;
    }

    /** Who is not the one that commits for all does not come to every point. */
    private Duration longest(FailPoint point) {
        return grouped && !point.isInRecovery() ? LONGEST_OF_A_GROUP : LONGEST_WAY_TO_A_POINT;
    }

    private RunPlan plan(FailPoint point) {
        int run = log.begin();
        if (point == FailPoint.IN_WRITE) { // with whole events in front of the half one
            return new RunPlan(run, point, 3 + random.nextInt(3), 10_000, 1 << 20, RunPlan.NO_END);
        }
        if (point.isInRecovery()) {
            return new RunPlan(run, point, 1, 50, 1 << 20, RunPlan.NO_END);
        }
        if (point.isInGroup()) {
            return new RunPlan(run, point, 1, 50, 1 << 20, RunPlan.NO_END);
        }
        if (point.isInBacklog()) {
            return new RunPlan(run, point, 1, 20, 1 << 20, RunPlan.NO_END);
        }
        int nth = point == FailPoint.AFTER_CREATION || point == FailPoint.AFTER_CHECKPOINT ? 1 : 1 + random.nextInt(4);
        int flush = FLUSH_EVENTS[random.nextInt(FLUSH_EVENTS.length)];
        return new RunPlan(run, point, nth, flush, SPOOL_BYTES[random.nextInt(SPOOL_BYTES.length)], RunPlan.NO_END);
    }

    /** Lets a process record so many events and end in order, with nothing left in the spool. */
    void endInOrder(int events) throws IOException, InterruptedException {
        try (CrashProcess process = start(RunPlan.inOrder(log.begin(), events))) {
            process.awaitEnd(log::heard);
        }
        try (Stream<Path> files = Files.list(spool())) {
            List<String> left = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("[0-9]+\\.[0-9]+\\.(sealed|corrupt)"))
                    .toList();
            if (!left.isEmpty()) {
                throw new IllegalStateException("the spool still holds " + left);
            }
        }
    }

    private CrashProcess start(RunPlan plan) throws IOException, InterruptedException {
        CrashProcess process = ready == null ? newProcess(plan.run()) : ready;
        ready = plan.events() == RunPlan.NO_END ? newProcess(plan.run() + 1) : null;
        process.go(plan);
        return process;
    }

    private CrashProcess newProcess(int run) throws IOException {
        return CrashProcess.start(folder, table, grouped, folder.resolve("errors-" + run % 4), jvmOptions);
    }

    /**
     * Lets all later processes start in half the time: with an archive of their classes, which takes a class path of jars
     * alone.
     */
    void archiveClasses() throws IOException, InterruptedException {
        Path archive = folder.resolve("classes.jsa");
        try (CrashProcess process = CrashProcess.start(
                folder, table, grouped, folder.resolve("errors"), List.of("-XX:ArchiveClassesAtExit=" + archive))) {
            process.dismiss();
        }
        jvmOptions = List.of("-XX:SharedArchiveFile=" + archive);
    }

    private void cutPowerPerhaps() throws IOException {
        if (random.nextBoolean()) {
            disk.cutPower(random);
            powerCuts++;
        }
    }

    private Path spool() {
        return folder.resolve(CrashFiles.SPOOL).resolve(TelemetryTables.STATUS.name());
    }

    RunLog log() {
        return log;
    }

    /** How often a process was killed. */
    int kills() {
        return kills;
    }

    /** After how many kills the power was cut too. */
    int powerCuts() {
        return powerCuts;
    }

    /** How often a process was killed at a point where it had stopped. */
    Map<FailPoint, Integer> stops() {
        return stops;
    }

    @Override
    public void close() {
        if (ready != null) {
            ready.close();
        }
    }
}
