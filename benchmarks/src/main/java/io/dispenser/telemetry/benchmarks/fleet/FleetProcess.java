package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * One of the processes of {@link FleetProcesses}: a writer in the mode that is the default. Says about once in a second, and at the
 * end, how many of its batches are done and how many may be in the table: {@code done 12 13}.
 */
final class FleetProcess {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private FleetProcess() {}

    /**
     * Arguments: which of the processes it is, how many of its batches are done by now, when all began in milliseconds since 1970,
     * and what {@link ProcessPlan#arguments} gives.
     */
    public static void main(String[] arguments) throws Exception {
        int host = Integer.parseInt(arguments[0]);
        long doneBefore = Long.parseLong(arguments[1]);
        Instant began = Instant.ofEpochMilli(Long.parseLong(arguments[2]));
        ProcessPlan plan = ProcessPlan.parse(Arrays.asList(arguments).subList(3, arguments.length));
        try (RealTime time = new RealTime()) {
            long passed = Duration.between(began, Instant.now()).toNanos();
            Window window = Window.of(time.ticker().nanos() - passed, plan.fleet());
            FleetLog log = new FleetLog(plan.fleet().hosts(), window);
            for (long batch = 0; batch < doneBefore; batch++) {
                log.done(host, 0, window.end()); // its time was told by another process
            }
            time.start(
                    "host-" + host,
                    Duration.ZERO,
                    new Host(
                            host,
                            plan.fleet(),
                            window,
                            time.ticker(),
                            () -> {
                                try {
                                    return FleetSinks.GROUPED.open(FleetRows.writerId(host), plan.open(), time);
                                } catch (TableStoreException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            log));
            time.run(Duration.ofHours(1), () -> say(log, host));
            say(log, host);
            String failure = log.firstFailure();
            if (failure != null) {
                OUT.println("failed " + log.failures() + " " + failure.replace('\n', ' '));
            }
            for (long latency : log.latencies()) {
                OUT.println("took " + latency);
            }
        }
        System.exit(0); // threads of a store's client are no reason to stay
    }

    private static void say(FleetLog log, int host) {
        OUT.println("done " + log.doneBy(host) + " " + log.attemptedBy(host));
    }
}
