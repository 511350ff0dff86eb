package io.dispenser.telemetry.core.time;

/**
 * Elapsed time, in nanoseconds from an arbitrary origin, as {@link System#nanoTime()}: values may be negative and may wrap,
 * so only differences mean anything. Never wall-clock time; that is {@link java.time.InstantSource}.
 */
@FunctionalInterface
public interface Ticker {

    /** The present reading. */
    long nanos();

    /** The machine's monotonic clock. */
    static Ticker system() {
        return System::nanoTime;
    }
}
