package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease.Hint;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;

/**
 * The commit lease in the hands of its holder: its beat, which tells others that the holder is alive, and whether it still is the
 * newest one. One thread.
 */
final class HeldCommitLease {

    /** A beat that comes late by as much again does not end the lease. */
    private static final Duration OFTEN = CommitLeaseWatch.LASTS.dividedBy(3);

    private final CommitLeases leases;
    private final Ticker ticker;
    private CommitLease lease;
    private Deadline beatDue;
    private Deadline checkDue;

    /** @param lease the lease that was taken */
    HeldCommitLease(CommitLeases leases, CommitLease lease, Ticker ticker) {
        this.leases = leases;
        this.lease = lease;
        this.ticker = ticker;
        this.beatDue = Deadline.in(OFTEN, ticker);
        this.checkDue = Deadline.in(OFTEN, ticker);
    }

    /** Whether somebody else has taken a later one; it is looked for only now and then. */
    boolean isLost() throws IOException {
        if (!checkDue.isOver()) {
            return false;
        }
        checkDue = Deadline.in(OFTEN, ticker);
        return !leases.isNewest(lease);
    }

    /** The next beat tells of a commit. */
    void tell(Hint commit) {
        lease = lease.with(commit);
    }

    /** @param left how many files stay in the inbox that nobody needs */
    void beat(long left) throws IOException {
        write(false, left);
    }

    /** The same, if the last one was some time ago. */
    void beatIfDue(long left) throws IOException {
        if (beatDue.isOver()) {
            beat(left);
        }
    }

    /** Gives it back. */
    void release(long left) throws IOException {
        write(true, left);
    }

    private void write(boolean release, long left) throws IOException {
        lease = lease.next(release, left);
        leases.write(lease);
        beatDue = Deadline.in(OFTEN, ticker);
    }
}
