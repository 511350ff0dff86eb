package io.dispenser.telemetry.core.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: twice as long each time up to a cap, and of that a random part between
 * the half and the whole, so that many writers that failed together don't come back together. It never gives up.
 *
 * <p>Not safe for use by several threads.
 */
public final class Backoff {

    /** Beyond any cap in use, and far from overflow. */
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration cap;
    private final RandomGenerator random;
    private int failures;

    /**
     * @param first the whole wait after the first failure, more than zero
     * @param cap the longest whole wait, not less than {@code first}
     * @param random the jitter's source
     */
    public Backoff(Duration first, Duration cap, RandomGenerator random) {
        if (first.isZero() || first.isNegative() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("backoff from " + first + " to " + cap);
        }
        this.first = first;
        this.cap = cap;
        this.random = random;
    }

    /** Counts a failure, and says how long to wait before the next attempt. */
    public Duration next() {
        Duration doubled = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        Duration whole = doubled.compareTo(cap) < 0 ? doubled : cap;
        failures++;
        long half = whole.toNanos() / 2;
        return Duration.ofNanos(half + (long) (random.nextDouble() * half));
    }

    /** The failures since the last {@link #reset}. */
    public int failures() {
        return failures;
    }

    /** Forgets all failures. */
    public void reset() {
        failures = 0;
    }
}
