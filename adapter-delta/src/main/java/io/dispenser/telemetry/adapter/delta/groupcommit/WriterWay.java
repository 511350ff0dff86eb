package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.OwnCommits.Met;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch.Holder;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which way a writer's batches take: through the inbox where so many others commit to the table that commits of one's own are in
 * their way, and theirs in one's own; else by commits of its own. One thread at a time.
 */
final class WriterWay {

    /** Where others commit this often, one for every so long, a commit of ours soon meets one of theirs. */
    private static final Duration DENSE = Duration.ofSeconds(2);

    /** So often in a row, for a chance meeting is no crowd. */
    private static final int OFTEN = 2;

    private static final int MANY_LOST_RACES = 2;
    private static final Duration FAR = Duration.ofDays(1);

    private final GroupCommitMode mode;
    private final Ticker ticker;
    private boolean handsOver;
    private int meetings;
    private @Nullable Deadline sinceWrite;

    WriterWay(GroupCommitMode mode, Ticker ticker) {
        this.mode = mode;
        this.ticker = ticker;
        this.handsOver = mode == GroupCommitMode.ALWAYS;
    }

    /** Whether the next batches go through the inbox. */
    boolean handsOver() {
        return handsOver;
    }

    /** Where somebody commits for all already, a new host does not have to lose races first. */
    void begins(Optional<CommitLease> lease) {
        handsOver |= lease.isPresent() && !lease.get().released();
    }

    /**
     * Takes note of what an attempt to commit met.
     *
     * @param lost whether it gave up, since others were faster each time
     * @param paused whether this process leaves the commit lease to others for now
     * @return whether batches go through the inbox from now on, so that somebody has to hold the lease
     */
    boolean committed(Met others, boolean lost, boolean paused) {
        boolean crowded = isCrowded(others);
        if (lost || (crowded && !paused)) {
            handsOver = true;
            meetings = 0;
            return true;
        }
        return false;
    }

    private boolean isCrowded(Met others) {
        Deadline since = sinceWrite;
        Duration passed = since == null ? FAR : FAR.minus(since.left());
        sinceWrite = Deadline.in(FAR, ticker);
        int commits = others.commits() + others.lostRaces();
        boolean dense = commits > 1 && passed.compareTo(DENSE.multipliedBy(commits)) < 0;
        meetings = dense || others.lostRaces() >= MANY_LOST_RACES ? meetings + 1 : 0;
        return meetings >= OFTEN || others.grouped(); // a holder of the lease is at work, or one is needed
    }

    /** Batches that were handed over came back: where nobody holds the lease, nobody needs it. */
    void cameBack(Holder holder) {
        if (holder == Holder.NONE && mode != GroupCommitMode.ALWAYS) {
            handsOver = false;
        }
    }
}
