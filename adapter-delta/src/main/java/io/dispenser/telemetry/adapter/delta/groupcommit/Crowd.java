package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot.Followed;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether others are in the way of a writer that commits by itself. */
final class Crowd {

    /** Where others commit this often, one for every so long, a commit of ours soon meets one of theirs. */
    private static final Duration DENSE = Duration.ofSeconds(2);

    /** So often in a row, for a chance meeting is no crowd. */
    private static final int OFTEN = 2;

    private static final int MANY_LOST_RACES = 2;
    private static final Duration FAR = Duration.ofDays(1);

    private final Ticker ticker;
    private int times;
    private @Nullable Deadline sinceWrite;

    Crowd(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Whether a holder of the lease is at work, or one is needed; asked after each write.
     *
     * @param lost how many races it lost
     * @param followed the commits of others that it met
     */
    boolean isMet(int lost, Followed followed) {
        Deadline since = sinceWrite;
        Duration passed = since == null ? FAR : FAR.minus(since.left());
        sinceWrite = Deadline.in(FAR, ticker);
        int others = followed.commits() + lost;
        boolean dense = others > 1 && passed.compareTo(DENSE.multipliedBy(others)) < 0;
        times = dense || lost >= MANY_LOST_RACES ? times + 1 : 0;
        return times >= OFTEN || followed.grouped();
    }

    /** What was met is dealt with. */
    void forget() {
        times = 0;
    }
}
