package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.time.Backoff;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.SplittableRandom;

/** How long an engine is left alone after a failure: longer each time, but for one that was followed for a while. One thread. */
final class Reconnection {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY = Duration.ofSeconds(30);

    private final Ticker ticker;
    private final Backoff backoff = new Backoff(FIRST_RETRY, MAX_RETRY, new SplittableRandom());
    private long connectedAt;
    private Deadline pause;

    Reconnection(Ticker ticker) {
        this.ticker = ticker;
        this.pause = Deadline.in(Duration.ZERO, ticker);
    }

    /** How long the pause still is. */
    Duration left() {
        return pause.left();
    }

    void connected() {
        connectedAt = ticker.nanos();
    }

    /**
     * The connection failed.
     *
     * @return the pause, which begins
     */
    Duration failed() {
        if (ticker.nanos() - connectedAt > MAX_RETRY.toNanos()) {
            backoff.reset(); // a stream that lived is not part of a series of failures
        }
        Duration wait = backoff.next();
        connectedAt = ticker.nanos();
        pause = Deadline.in(wait, ticker);
        return wait;
    }

    /** A request failed on a connection that lives: how long before the next one. */
    Duration nextPause() {
        return backoff.next();
    }

    /** The next failure is the first of a series. */
    void works() {
        backoff.reset();
    }
}
