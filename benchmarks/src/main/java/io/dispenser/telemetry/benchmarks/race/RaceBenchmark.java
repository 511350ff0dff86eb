package io.dispenser.telemetry.benchmarks.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.benchmarks.S3Lake;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Batches into local tables: ours, delta-rs's, and two forced files, one after the other in each round, so that whatever else the
 * machine does hits all alike. Then the first write of a process, and what a high version costs.
 */
final class RaceBenchmark {

    private static final int WARM_UP = 60;
    private static final List<Integer> ROWS = List.of(150, 1_000, 10_000);
    private static final int PROCESSES = 5;
    private static final int SAMPLE = 100;
    private static final int LOW = 100;
    private static final int HIGH = 5_000;

    private final Path folder;
    private final int rounds;
    private final Path python;
    private final Path script;
    private final RaceRows samples = RaceRows.ofYesterday();
    private final PrintStream out = System.out;

    private RaceBenchmark(Path folder, int rounds, Path python, Path script) {
        this.folder = folder;
        this.rounds = rounds;
        this.python = python;
        this.script = script;
    }

    /**
     * Arguments: a new folder, how many rounds, a Python that has {@code deltalake}, where {@code race.py} is. With a folder alone, one
     * batch is written there, and its nanoseconds told.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        if (arguments.length == 1) {
            try (OwnWriter own = new OwnWriter(store(folder), RaceRows.ofYesterday(), ROWS.get(0))) {
                System.out.println(own.write());
            }
            return;
        }
        var race =
                new RaceBenchmark(folder, Integer.parseInt(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
        race.bySize();
        race.onS3();
        race.firstWrites();
        race.byVersion();
    }

    private void bySize() throws Exception {
        out.printf(
                Locale.ROOT,
                "%7s %18s %9s %9s %20s %6s %14s %16s%n",
                "rows",
                "ours p50 / p90 ms",
                "CPU p50",
                "heap kB",
                "delta-rs p50 / p90",
                "ratio",
                "two files p50",
                "bytes of both");
        for (int rows : ROWS) {
            bySize(folder.resolve("rows-" + rows), rows);
        }
    }

    private void bySize(Path place, int rows) throws Exception {
        Samples ours = new Samples();
        Samples others = new Samples();
        Samples floor = new Samples();
        Samples cpu = new Samples();
        Samples heap = new Samples();
        ForcedPair pair = new ForcedPair(place.resolve("floor"));
        Path table = place.resolve("ours");
        try (OwnWriter own = new OwnWriter(store(table), samples, rows)) {
            own.write();
            try (DeltaRsWriter other = deltaRs(place.resolve("delta-rs").toString(), table, Map.of())) {
                for (int round = -WARM_UP; round < rounds; round++) {
                    long mine = own.write();
                    long theirs = other.write();
                    long least = pair.write((int) own.bytes());
                    if (round >= 0) {
                        ours.add(mine);
                        cpu.add(own.cpuNanos());
                        heap.add(own.allocated());
                        others.add(theirs);
                        floor.add(least);
                    }
                }
                out.printf(
                        Locale.ROOT,
                        "%7d %8.2f / %7.2f %9.2f %9.0f %9.2f / %8.2f %6.2f %14.2f %16s%n",
                        rows,
                        ours.millis(50),
                        ours.millis(90),
                        cpu.millis(50),
                        heap.kilobytes(),
                        others.millis(50),
                        others.millis(90),
                        ours.millis(50) / others.millis(50),
                        floor.millis(50),
                        own.bytes() + "/" + other.bytes());
            }
        }
    }

    /** The same tables in a bucket: a server on this machine, so that requests count more than time. */
    private void onS3() throws Exception {
        out.printf(
                Locale.ROOT,
                "on S3:%n%7s %16s %10s %16s %10s%n",
                "rows",
                "ours p50 ms",
                "requests",
                "delta-rs p50",
                "requests");
        try (S3Lake lake = new S3Lake()) {
            for (int rows : ROWS) {
                onS3(lake, rows);
            }
        }
    }

    private void onS3(S3Lake lake, int rows) throws Exception {
        Samples ours = new Samples();
        Samples others = new Samples();
        long ourRequests = 0;
        long theirRequests = 0;
        int count = Math.max(1, rounds / 4);
        Path known = folder.resolve("rows-" + rows).resolve("ours");
        try (OwnWriter own = new OwnWriter(lake.open("ours-" + rows), samples, rows);
                DeltaRsWriter other = deltaRs(lake.uri("delta-rs-" + rows), known, lake.environment())) {
            for (int round = -WARM_UP / 4; round < count; round++) {
                lake.takeRequests();
                long mine = own.write();
                int requests = lake.takeRequests();
                long theirs = other.write();
                if (round >= 0) {
                    ours.add(mine);
                    ourRequests += requests;
                    others.add(theirs);
                    theirRequests += lake.takeRequests();
                }
            }
        }
        out.printf(
                Locale.ROOT,
                "%7d %16.2f %10.2f %16.2f %10.2f%n",
                rows,
                ours.millis(50),
                (double) ourRequests / count,
                others.millis(50),
                (double) theirRequests / count);
    }

    /** Of a process of ours that loads its classes from jars, of one that maps them as the packages' does, and of one of theirs. */
    private void firstWrites() throws Exception {
        Samples ours = new Samples();
        Samples mapped = new Samples();
        Samples others = new Samples();
        Path archive = folder.resolve("classes.jsa");
        ofChild(folder.resolve("first"), "-XX:ArchiveClassesAtExit=" + archive);
        for (int process = 0; process < PROCESSES; process++) {
            Path place = folder.resolve("first-" + process);
            Path table = place.resolve("ours");
            ours.add(ofChild(table));
            mapped.add(ofChild(
                    place.resolve("mapped"),
                    "-XX:SharedArchiveFile=" + archive,
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:ArchiveRelocationMode=0"));
            try (DeltaRsWriter other = deltaRs(place.resolve("delta-rs").toString(), table, Map.of())) {
                others.add(other.write());
            }
        }
        out.printf(
                Locale.ROOT,
                "first write of a process, %d rows, p50 of %d: ours %.0f ms, with a class archive %.0f ms, delta-rs %.0f ms%n",
                ROWS.get(0),
                PROCESSES,
                ours.millis(50),
                mapped.millis(50),
                others.millis(50));
    }

    /** A process like this one. */
    private static long ofChild(Path table, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(options));
        command.add("-Xlog:cds=off,cds+dynamic=off");
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), RaceBenchmark.class.getName(), table.toString()));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), UTF_8);
        return Long.parseLong(said.lines().findFirst().orElseThrow().strip());
    }

    /** A young table and an old one, in turns. */
    private void byVersion() throws Exception {
        Samples low = new Samples();
        Samples high = new Samples();
        try (OwnWriter old = new OwnWriter(store(folder.resolve("old")), samples, ROWS.get(0));
                OwnWriter young = new OwnWriter(store(folder.resolve("young")), samples, ROWS.get(0))) {
            for (int version = 1; version <= HIGH; version++) {
                old.write();
            }
            for (int version = 1; version <= LOW; version++) {
                young.write();
            }
            for (int each = 0; each < SAMPLE; each++) {
                low.add(young.write());
                high.add(old.write());
            }
        }
        out.printf(
                Locale.ROOT,
                "a commit of %d rows after version %d: %.2f ms, after version %d: %.2f ms, ratio %.2f%n",
                ROWS.get(0),
                LOW,
                low.millis(50),
                HIGH,
                high.millis(50),
                high.millis(50) / low.millis(50));
    }

    private DeltaRsWriter deltaRs(String table, Path ours, Map<String, String> environment) throws IOException {
        Path rows;
        try (Stream<Path> files = Files.walk(ours)) {
            rows = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        String day = LocalDate.ofInstant(samples.day(), ZoneOffset.UTC).toString();
        return new DeltaRsWriter(python, script, table, rows, day, environment);
    }

    private static TableStore store(Path table) {
        return new LocalStorageAdapter().open(TableUri.ofDirectory(table), StorageSettings.NONE);
    }
}
