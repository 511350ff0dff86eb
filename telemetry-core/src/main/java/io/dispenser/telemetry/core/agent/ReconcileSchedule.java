package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;

/** When all containers are looked at next. One thread. */
final class ReconcileSchedule {

    /** Until containers are looked at because of something that could not be read, or was not answered. */
    private static final Duration SOON = RetryQueue.PAUSE;

    private final Duration interval;
    private final Duration muteInterval;
    private final Ticker ticker;
    private Deadline next;

    /** @param muteInterval the interval where the engine tells no changes, if it is the shorter one */
    ReconcileSchedule(Duration interval, Duration muteInterval, Ticker ticker) {
        this.interval = interval;
        this.muteInterval = muteInterval.compareTo(interval) < 0 ? muteInterval : interval;
        this.ticker = ticker;
        this.next = Deadline.in(interval, ticker);
    }

    boolean isDue() {
        return next.isOver();
    }

    Duration left() {
        return next.left();
    }

    /** Soon, if it was to be later. */
    void soon() {
        if (next.left().compareTo(SOON) > 0) {
            in(SOON);
        }
    }

    void in(Duration wait) {
        next = Deadline.in(wait, ticker);
    }

    /** They were looked at. */
    void done(boolean mute) {
        in(mute ? muteInterval : interval);
    }
}
