package io.dispenser.telemetry.benchmarks.fleet;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a fleet does.
 *
 * @param hosts how many write
 * @param period how often a batch of each is due
 * @param rows of a batch
 * @param latency of the store, beside what it takes by itself
 * @param warmUp what passes before anything is measured
 * @param measured what passes then; after that, no host begins a write any more
 * @param even whether the hosts' times are spread evenly over the period, and not at random
 * @param seed of all that is random
 * @param faults what goes wrong
 */
record FleetPlan(
        int hosts,
        Duration period,
        int rows,
        Latency latency,
        Duration warmUp,
        Duration measured,
        boolean even,
        long seed,
        FleetFaults faults) {

    /** What writes together at most: as in a pipeline. */
    private static final int MAX_ROWS_TOGETHER = 20_000;

    /** A fleet of which nothing goes wrong. */
    FleetPlan(
            int hosts,
            Duration period,
            int rows,
            Latency latency,
            Duration warmUp,
            Duration measured,
            boolean even,
            long seed) {
        this(hosts, period, rows, latency, warmUp, measured, even, seed, FleetFaults.NONE);
    }

    FleetPlan {
        require(hosts >= 1, "there is at least one host: " + hosts);
        require(period.toNanos() > 0, "a period is longer than nothing: " + period);
        require(rows >= 1, "a batch has at least one row: " + rows);
        require(measured.toNanos() > 0, "what is measured takes longer than nothing: " + measured);
        require(!warmUp.isNegative(), "what comes before does not take less than nothing: " + warmUp);
        require(
                faults.outageTo().compareTo(measured) < 0 || !faults.hasOutage(),
                "the store is back before the end: " + faults.outageTo().toSeconds() + " of " + measured.toSeconds());
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** When a host begins. Its first batch is due a period later. */
    long begin(int host) {
        double part = even ? host / (double) hosts : random(host, 0).nextDouble();
        return (long) (part * period.toNanos());
    }

    /** When a batch is due, in nanoseconds after the beginning. */
    long due(int host, long number) {
        return begin(host) + (number + 1) * period.toNanos();
    }

    /** How many of a host's batches are due before a time: their numbers are less. */
    long dueBefore(int host, long since) {
        long first = due(host, 0);
        return since <= first ? 0 : (since - first - 1) / period.toNanos() + 1;
    }

    /** How many batches are due in what is measured. */
    long offered() {
        long begin = warmUp.toNanos();
        long end = begin + measured.toNanos();
        return IntStream.range(0, hosts)
                .mapToLong(host -> dueBefore(host, end) - dueBefore(host, begin))
                .sum();
    }

    /** How many batches go together at most. */
    int together() {
        return Math.max(1, MAX_ROWS_TOGETHER / rows);
    }

    /** A source of random numbers of a host's own, for one of several purposes. */
    SplittableRandom random(int host, int purpose) {
        return new SplittableRandom((seed * 1_000_003 + host) * 31 + purpose);
    }

    /** {@code 30 × 10 s}. */
    String title() {
        long millis = period.toMillis();
        return hosts + " × " + (millis % 1000 == 0 ? "" + millis / 1000 : "" + millis / 1e3) + " s";
    }
}
