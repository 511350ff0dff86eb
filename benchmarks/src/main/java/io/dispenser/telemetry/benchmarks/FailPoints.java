package io.dispenser.telemetry.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The one point at which this process is to stop, and the thread that comes there: it says so, and goes no further. The
 * kill is the parent's, so it is a real one; meanwhile the other threads go on.
 */
public final class FailPoints {

    private final FailPoint armed;
    private final AtomicInteger left;
    private final Report report;

    FailPoints(FailPoint armed, int nth, Report report) {
        this.armed = armed;
        this.left = new AtomicInteger(nth);
        this.report = report;
    }

    /** Whether this process is to stop at {@code point}, some time. */
    public boolean isArmed(FailPoint point) {
        return armed == point;
    }

    /** Returns, unless this is the time to stop. */
    public void reached(FailPoint point) {
        if (armed == point && left.decrementAndGet() == 0) {
            report.line("at " + point);
            stop();
        }
    }

    private static void stop() {
        while (true) {
            LockSupport.park();
            var unused = Thread.interrupted(); // by a shutdown that gives up; the kill comes soon
        }
    }
}
