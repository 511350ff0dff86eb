package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.OwnCommits.Met;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether so many others commit to the table that commits of one's own are in their way, and theirs in one's own. */
final class Crowd {

    /** Where others commit this often, one for every so long, a commit of ours soon meets one of theirs. */
    private static final Duration DENSE = Duration.ofSeconds(2);

    /** So often in a row, for a chance meeting is no crowd. */
    private static final int OFTEN = 2;

    private static final int MANY_LOST_RACES = 2;
    private static final Duration FAR = Duration.ofDays(1);

    private final Ticker ticker;
    private int meetings;
    private @Nullable Deadline sinceWrite;

    Crowd(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Takes note of what a write met.
     *
     * @return whether a holder of the lease is at work, or one is needed
     */
    boolean met(Met others) {
        Deadline since = sinceWrite;
        Duration passed = since == null ? FAR : FAR.minus(since.left());
        sinceWrite = Deadline.in(FAR, ticker);
        int commits = others.commits() + others.lostRaces();
        boolean dense = commits > 1 && passed.compareTo(DENSE.multipliedBy(commits)) < 0;
        meetings = dense || others.lostRaces() >= MANY_LOST_RACES ? meetings + 1 : 0;
        return meetings >= OFTEN || others.grouped();
    }

    /** Another way is gone from now on. */
    void forget() {
        meetings = 0;
    }
}
