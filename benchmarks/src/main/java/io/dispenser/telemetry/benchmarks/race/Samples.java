package io.dispenser.telemetry.benchmarks.race;

import java.util.ArrayList;
import java.util.List;

/** Measured values; a percentage of them does not exceed their percentile, which is one of them. */
final class Samples {

    private static final int HALF = 50;

    private final List<Long> values = new ArrayList<>();

    void add(long value) {
        values.add(value);
    }

    /** Of nanoseconds. */
    double millis(int percent) {
        return percentile(percent) / 1e6;
    }

    /** Of bytes: the middle one. */
    double kilobytes() {
        return percentile(HALF) / 1e3;
    }

    private long percentile(int percent) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }
}
