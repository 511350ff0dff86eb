package io.dispenser.telemetry.core.time;

import java.time.Duration;

/** A time that is over some time after now, as elapsed time goes: setting the machine's clock does not move it. Any thread. */
public final class Deadline {

    private final Ticker ticker;
    private final long begin;
    private final Duration total;

    private Deadline(Ticker ticker, long begin, Duration total) {
        this.ticker = ticker;
        this.begin = begin;
        this.total = total;
    }

    /** Over {@code total} after now; over already if that is not more than zero. */
    public static Deadline in(Duration total, Ticker ticker) {
        return new Deadline(ticker, ticker.nanos(), total);
    }

    /** What is left; zero once it is over, and never less. */
    public Duration left() {
        Duration left = total.minusNanos(ticker.nanos() - begin);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether nothing is left. */
    public boolean isOver() {
        return left().isZero();
    }

    /** The same with the same beginning, but not longer than {@code most} in all. */
    public Deadline atMost(Duration most) {
        return total.compareTo(most) <= 0 ? this : new Deadline(ticker, begin, most);
    }
}
