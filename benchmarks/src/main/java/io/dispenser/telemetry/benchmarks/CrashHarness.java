package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The long form of the trial: a pipeline is killed as often as one likes, and every fifty kills its table is compared with
 * what was acknowledged.
 */
final class CrashHarness {

    private static final int KILLS_A_CHECK = 50;
    private static final int LAST_EVENTS = 500;

    private CrashHarness() {}

    /** Arguments: how many kills, where (a folder that is made), and, to repeat a trial, its seed. */
    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        Random random = new Random(seed);
        System.out.println("seed " + seed);
        long start = System.nanoTime();
        Path table = folder.resolve("table");
        try (KilledPipeline pipeline = new KilledPipeline(folder, table, false, 0, random.nextLong())) {
            pipeline.archiveClasses();
            pipeline.killAt(FailPoint.AFTER_CREATION);
            while (pipeline.kills() < kills) {
                int next = Math.min(kills, pipeline.kills() + KILLS_A_CHECK);
                while (pipeline.kills() < next) {
                    pipeline.killAt(anyPoint(random));
                }
                pipeline.endInOrder(LAST_EVENTS);
                check(pipeline, table, start);
            }
            System.out.println("kills at a point: " + pipeline.stops());
        }
    }

    /** A named point in two of three cases. */
    private static FailPoint anyPoint(Random random) {
        List<FailPoint> points = new ArrayList<>(Arrays.asList(FailPoint.values()));
        points.removeIf(point -> point == FailPoint.AFTER_CREATION || point.isInGroup()); // there is one creation
        return random.nextInt(3) == 0 ? FailPoint.ANY : points.get(random.nextInt(points.size()));
    }

    private static void check(KilledPipeline pipeline, Path table, long start) throws IOException {
        TableAudit audit = audit(table, pipeline);
        System.out.printf(
                Locale.ROOT,
                "%4d kills, %d power cuts, %d s: %d events acknowledged, %d rows, version %d, %d problems%n",
                pipeline.kills(),
                pipeline.powerCuts(),
                (System.nanoTime() - start) / 1_000_000_000,
                pipeline.log().acknowledged(),
                audit.rows(),
                audit.version(),
                audit.problems().size());
        List<String> problems = new ArrayList<>(audit.problems());
        problems.addAll(pipeline.log().failures());
        if (!problems.isEmpty()) {
            problems.stream().limit(20).forEach(System.out::println);
            System.exit(1);
        }
    }

    private static TableAudit audit(Path table, KilledPipeline pipeline) throws TableStoreException {
        return TableAudit.of(table, pipeline.log());
    }
}
