package io.dispenser.telemetry.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that a test sets, backwards too. Any thread may read and set it. */
public final class ManualInstants implements InstantSource {

    private Instant now;

    public ManualInstants(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Sets the time. */
    public synchronized void set(Instant instant) {
        now = instant;
    }

    /** Moves the time on, or back by a negative duration. */
    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }
}
