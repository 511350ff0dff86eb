package io.dispenser.telemetry.benchmarks.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What became of a fleet.
 *
 * @param title what it is called
 * @param offered batches that were due within the window
 * @param done batches that were done within the window
 * @param waiting batches that were due before the end and not done by then
 * @param latencies of those that were done, from due to done, and the ages of those that wait
 * @param counts requests within the window, commits, data files
 * @param served the requests within the window as the store's server sees them, where somebody sees them
 * @param cpuSeconds what this process computed within the window
 * @param failures how many writes failed and were tried again
 * @param firstFailure what the first of them said
 * @param trouble what became of the faults
 * @param problems what the table lacks, or has too much of
 */
record FleetResult(
        String title,
        FleetPlan plan,
        long offered,
        long done,
        long waiting,
        Percentiles latencies,
        RequestCounts counts,
        Optional<Map<RequestKind, Long>> served,
        double cpuSeconds,
        long failures,
        @Nullable String firstFailure,
        FleetTrouble trouble,
        List<String> problems) {

    static FleetResult of(
            FleetPlan plan,
            Window window,
            FleetLog log,
            RequestCounts counts,
            double cpuSeconds,
            Optional<Map<RequestKind, Long>> served,
            FleetTrouble trouble,
            List<String> problems) {
        long[] done = log.latencies();
        long[] ages = IntStream.range(0, plan.hosts())
                .boxed()
                .flatMapToLong(host -> LongStream.range(log.doneInTimeBy(host), plan.dueBefore(host, window.end()))
                        .map(number -> window.end() - plan.due(host, number)))
                .toArray();
        return new FleetResult(
                plan.title(),
                plan,
                plan.offered(),
                done.length,
                ages.length,
                new Percentiles(LongStream.concat(Arrays.stream(done), Arrays.stream(ages))),
                counts,
                served,
                cpuSeconds,
                log.failures(),
                log.firstFailure(),
                trouble,
                problems);
    }

    /** All requests, as close to the store as they are seen. */
    long requests() {
        return served.map(kinds ->
                        kinds.values().stream().mapToLong(Long::longValue).sum())
                .orElse(counts.of(Party.HOST) + counts.of(Party.HOLDER));
    }

    /** The same of one kind. */
    long requests(RequestKind kind) {
        return served.map(kinds -> kinds.getOrDefault(kind, 0L))
                .orElse(counts.of(Party.HOST, kind) + counts.of(Party.HOLDER, kind));
    }

    double perSecond(long count) {
        return count / (plan.measured().toMillis() / 1e3);
    }

    /** NaN if nothing was done. */
    double perFlush(long count) {
        return done == 0 ? Double.NaN : count / (double) done;
    }
}
