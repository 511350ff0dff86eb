package io.dispenser.telemetry.benchmarks.fleet;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How many hosts can write one table, and what it costs: {@link FleetOptions#USAGE}. Ends with 1 if a table is not as it should be,
 * and with 2 if an argument can't be meant.
 */
final class FleetBenchmark {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** Said by {@code benchmarks/run}: whether standard error is a terminal. */
    private static final boolean TERMINAL = Boolean.getBoolean("fleet.progress");

    private final FleetOptions options;
    private final Path folder;
    private final FleetTable table = FleetTable.ofResults();
    private final FleetTable kinds = FleetTable.ofKinds();
    private final FleetTable months = FleetTable.ofMonths();
    private final List<String> notes = new ArrayList<>();
    private boolean good = true;

    private FleetBenchmark(FleetOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Arguments: a folder, which must be new or empty, and what the usage tells. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments).subList(1, arguments.length);
        if (given.contains("--help")) {
            OUT.print(FleetOptions.USAGE);
            return;
        }
        FleetOptions options;
        try {
            options = FleetOptions.parse(given);
            if (options.besideDeltaRs() && !Files.isExecutable(path("fleet.python"))) {
                throw new IllegalArgumentException(
                        "there is no " + path("fleet.python") + " for delta-rs; .ci/readers.sh makes it");
            }
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks/run fleet: " + e.getMessage() + "\n" + FleetOptions.USAGE);
            System.exit(2);
            return;
        }
        boolean good = new FleetBenchmark(options, Path.of(arguments[0])).run();
        System.exit(good ? 0 : 1); // threads of a store's client are no reason to stay
    }

    private boolean run() throws Exception {
        FleetPlan any = options.plans().get(0);
        OUT.println(any.rows() + " rows a batch; store: "
                + options.store().name().toLowerCase(Locale.ROOT) + ", " + any.latency() + " a request; "
                + any.measured().toSeconds() + " s measured; "
                + (options.virtual()
                        ? "virtual time: what is computed takes none of it, and CPU s says how much that is"
                        : "real time"));
        for (FleetPlan plan : options.plans()) {
            take(run(plan));
        }
        for (FleetPlan plan : options.besideDeltaRs() ? options.plans() : List.<FleetPlan>of()) {
            try (S3Place place = new S3Place(plan)) {
                take(new DeltaRsFleet(plan, place).run(path("fleet.python"), path("fleet.script")));
            }
        }
        OUT.println(table);
        OUT.println();
        OUT.println(kinds);
        OUT.println();
        OUT.println(months);
        OUT.println();
        notes.forEach(OUT::println);
        OUT.println(good ? "every row of what is done is in its table once" : "a table is not as it should be");
        return good;
    }

    /** Said by {@code benchmarks/run}. */
    private static Path path(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }

    private void take(FleetResult result) {
        table.addResult(result);
        kinds.addKinds(result);
        months.addMonth(result, options.prices());
        if (result.failures() > 0) {
            notes.add(result.title() + ": " + result.failures() + " writes failed and were tried again, the first of "
                    + result.firstFailure());
        }
        result.trouble().told().forEach(told -> notes.add(result.title() + ": " + told));
        result.problems().forEach(problem -> notes.add(result.title() + ": WRONG: " + problem));
        good &= result.problems().isEmpty();
    }

    private FleetResult run(FleetPlan plan) throws Exception {
        try (Timeline time = options.virtual() ? new VirtualTime(Instant.now()) : new RealTime();
                FleetPlace place = place(plan, time)) {
            return new FleetRun(
                            plan,
                            time,
                            place,
                            options.commits() == FleetOptions.Commits.OWN ? FleetSinks.DIRECT : FleetSinks.GROUPED,
                            progress())
                    .run();
        }
    }

    private FleetPlace place(FleetPlan plan, Timeline time) throws Exception {
        return switch (options.store()) {
            case MEMORY -> FleetPlace.memory(time.instants());
            case LOCAL -> FleetPlace.local(Files.createTempDirectory(folder, "table-"));
            case S3 -> new S3Place(plan);
        };
    }

    private static FleetRun.Progress progress() {
        return TERMINAL ? line -> System.err.print("\r\033[K" + line) : FleetRun.Progress.NONE;
    }
}
