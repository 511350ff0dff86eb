package io.dispenser.telemetry.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pipelines that hand all over to one of them, each on a spool of its own, whose processes are killed at the same time: before
 * and after whatever they do for themselves and for the others.
 */
final class GroupCrashHarness {

    private static final int PIPELINES = 3;
    private static final int KILLS_A_CHECK = 150;
    private static final int LAST_EVENTS = 500;

    /** Runs of different pipelines have different numbers. */
    private static final int RUNS = 100_000;

    /** All points but those of a spool, which know nothing of a group; what is done for others is tried more often. */
    private static final List<FailPoint> POINTS = List.of(
            FailPoint.GROUP_AFTER_HAND_OVER,
            FailPoint.GROUP_AFTER_LEASE,
            FailPoint.GROUP_BEFORE_DELETE,
            FailPoint.GROUP_AFTER_DELETE,
            FailPoint.AFTER_DATA_FILE,
            FailPoint.AFTER_COMMIT,
            FailPoint.AFTER_CHECKPOINT,
            FailPoint.BEFORE_REMOVE,
            FailPoint.ANY);

    private final Path table;
    private final List<KilledPipeline> pipelines = new ArrayList<>();
    private final List<Random> randoms = new ArrayList<>();

    /** @param folder where the table and the spools go */
    GroupCrashHarness(Path folder, long seed) throws Exception {
        this.table = folder.resolve("table");
        Random random = new Random(seed);
        for (int number = 0; number < PIPELINES; number++) {
            pipelines.add(new KilledPipeline(
                    folder.resolve("agent-" + number), table, true, number * RUNS, random.nextLong()));
            randoms.add(new Random(random.nextLong()));
        }
    }

    /** Arguments: how many kills, where (a folder that is made), and, to repeat a trial, its seed. */
    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        System.out.println("seed " + seed);
        GroupCrashHarness harness = new GroupCrashHarness(Files.createDirectories(Path.of(arguments[1])), seed);
        for (KilledPipeline pipeline : harness.pipelines) {
            pipeline.archiveClasses();
        }
        while (harness.kills() < kills) {
            harness.kill(Math.min(KILLS_A_CHECK, kills - harness.kills()));
            TableAudit audit = harness.audit();
            System.out.printf(
                    Locale.ROOT,
                    "%4d kills: %d events acknowledged, %d rows, %d problems%n",
                    harness.kills(),
                    harness.acknowledged(),
                    audit.rows(),
                    audit.problems().size());
            if (!audit.problems().isEmpty()) {
                audit.problems().stream().limit(20).forEach(System.out::println);
                System.exit(1);
            }
        }
        System.out.println("kills at a point: " + harness.stops());
        harness.close();
    }

    /** Kills so many processes, all pipelines at a time, and lets each end in order. */
    void kill(int kills) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PIPELINES);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < PIPELINES; number++) {
                KilledPipeline pipeline = pipelines.get(number);
                Random random = randoms.get(number);
                int share = kills / PIPELINES + (number < kills % PIPELINES ? 1 : 0);
                running.add(threads.submit(() -> work(pipeline, random, pipeline.kills() + share)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void work(KilledPipeline pipeline, Random random, int kills) throws Exception {
        List<FailPoint> points = new ArrayList<>();
        while (pipeline.kills() < kills) {
            if (points.isEmpty()) {
                points.addAll(POINTS);
                Collections.shuffle(points, random);
            }
            pipeline.killAt(points.remove(0));
        }
        pipeline.endInOrder(LAST_EVENTS);
        return null;
    }

    /** Reads the table: all rows of all pipelines, and what is not as it should be. */
    TableAudit audit() throws Exception {
        List<String> problems = new ArrayList<>();
        long rows = 0;
        long version = -1;
        for (KilledPipeline pipeline : pipelines) {
            TableAudit audit = TableAudit.of(table, pipeline.log());
            rows += audit.rows();
            version = Math.max(version, audit.version());
            problems.addAll(audit.problems());
            problems.addAll(pipeline.log().failures().stream()
                    .filter(line ->
                            line.startsWith("unwritten")) // a store whose holder was killed may fail for a while
                    .toList());
        }
        return new TableAudit(rows, version, problems);
    }

    int kills() {
        return pipelines.stream().mapToInt(KilledPipeline::kills).sum();
    }

    long acknowledged() {
        return pipelines.stream()
                .mapToLong(pipeline -> pipeline.log().acknowledged())
                .sum();
    }

    /** How often a process was killed at a point where it had stopped. */
    Map<FailPoint, Integer> stops() {
        Map<FailPoint, Integer> all = new EnumMap<>(FailPoint.class);
        pipelines.forEach(
                pipeline -> pipeline.stops().forEach((point, times) -> all.merge(point, times, Integer::sum)));
        return all;
    }

    void close() {
        pipelines.forEach(KilledPipeline::close);
    }
}
