package io.dispenser.telemetry.benchmarks.fleet;

import java.util.stream.LongStream;

/** What a percentage of some times does not exceed: by the nearest rank, so each of them is one that was measured. */
final class Percentiles {

    private final long[] nanos;

    Percentiles(LongStream nanos) {
        this.nanos = nanos.sorted().toArray();
    }

    /** NaN without any. */
    double seconds(int percent) {
        if (nanos.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100.0 * nanos.length);
        return nanos[Math.max(1, rank) - 1] / 1e9;
    }
}
