package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.port.SinkException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the hosts say of their batches. Each host's thread tells of that host; any thread may ask. */
final class FleetLog {

    private final Window window;
    private final long[] done;
    private final long[] doneInTime;
    private final long[] attempted;
    private long[] latencies = new long[1024];
    private int measured;
    private long lastOfBacklog;
    private long failures;
    private @Nullable String firstFailure;

    FleetLog(int hosts, Window window) {
        this.window = window;
        this.done = new long[hosts];
        this.doneInTime = new long[hosts];
        this.attempted = new long[hosts];
    }

    /** A host's next batch is in the table, as its sink says. Times are nanoseconds since the beginning. */
    synchronized void done(int host, long due, long now) {
        done[host]++;
        if (now < window.end()) {
            doneInTime[host]++;
        }
        if (due < window.outageTo() && now >= window.outageTo()) {
            lastOfBacklog = Math.max(lastOfBacklog, now - window.outageTo());
        }
        if (window.holds(now)) {
            if (measured == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * measured);
            }
            latencies[measured++] = now - due;
        }
    }

    /** A host's batches below {@code number} are written now; whatever comes of it, the table may have them. */
    synchronized void attempted(int host, long number) {
        attempted[host] = Math.max(attempted[host], number);
    }

    /** A write failed, and will be tried again. */
    synchronized void failed(int host, Throwable problem) {
        failures++;
        if (firstFailure == null) {
            firstFailure = "host " + host + ": " + (problem instanceof SinkException ? problem.getMessage() : problem);
        }
    }

    /** How many of a host's batches are in the table. */
    synchronized long doneBy(int host) {
        return done[host];
    }

    /** How many of them were before the end. */
    synchronized long doneInTimeBy(int host) {
        return doneInTime[host];
    }

    /** How many of a host's batches may be in the table. */
    synchronized long attemptedBy(int host) {
        return attempted[host];
    }

    /** How many batches were done so far, by all. */
    synchronized long done() {
        return Arrays.stream(done).sum();
    }

    /** Of the batches that were done within the window: nanoseconds from due to done. */
    synchronized long[] latencies() {
        return Arrays.copyOf(latencies, measured);
    }

    /** How long after the store came back the last batch was done that waited then; in nanoseconds. */
    synchronized long lastOfBacklog() {
        return lastOfBacklog;
    }

    synchronized long failures() {
        return failures;
    }

    /** What the first failure says; null without one. */
    synchronized @Nullable String firstFailure() {
        return firstFailure;
    }
}
