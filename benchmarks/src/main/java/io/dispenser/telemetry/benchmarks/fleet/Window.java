package io.dispenser.telemetry.benchmarks.fleet;

import java.time.Duration;

/**
 * What is measured of a run: after the beginning, when every host opens its table, and up to the end, when no host begins a write
 * any more. In nanoseconds as the ticker goes.
 *
 * @param zero when the run began
 * @param begin inclusive
 * @param end exclusive
 * @param outageFrom when the store goes away, inclusive
 * @param outageTo when it is back, exclusive
 */
record Window(long zero, long begin, long end, long outageFrom, long outageTo) {

    static Window of(long zero, FleetPlan plan) {
        long begin = plan.warmUp().toNanos();
        return new Window(
                zero,
                begin,
                begin + plan.measured().toNanos(),
                begin + plan.faults().outageFrom().toNanos(),
                begin + plan.faults().outageTo().toNanos());
    }

    /** Nanoseconds since the beginning. */
    long since(long nanos) {
        return nanos - zero;
    }

    /** @param since nanoseconds since the beginning */
    boolean holds(long since) {
        return since >= begin && since < end;
    }

    /** @param since nanoseconds since the beginning */
    boolean isOutage(long since) {
        return since >= outageFrom && since < outageTo;
    }

    double seconds() {
        return Duration.ofNanos(end - begin).toMillis() / 1e3;
    }
}
