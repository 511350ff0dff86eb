package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases.Listed;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.Scheduler.Loop;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The commit lease of this process, while it has it: takes it, and runs what its holder does on a thread of its own. */
public final class Holding {

    private static final String THREAD = "telemetry-group-commit";

    /** What is under way takes a few requests. */
    private static final Duration END = Duration.ofSeconds(5);

    /** Somebody else may do it better, or grant a right. */
    private static final Duration PAUSE = Duration.ofHours(1);

    private final String agent;
    private final Scheduler scheduler;
    private final Function<CommitLease, GroupCommitter> work;
    private final Ticker ticker;
    private volatile @Nullable Deadline pause;
    private @Nullable Loop loop;
    private volatile @Nullable GroupCommitter running;

    /**
     * @param agent what the program is called
     * @param work what a holder does with its lease
     */
    public Holding(String agent, Scheduler scheduler, Ticker ticker, Function<CommitLease, GroupCommitter> work) {
        this.agent = agent;
        this.ticker = ticker;
        this.scheduler = scheduler;
        this.work = work;
    }

    /** Who takes the lease: for a person who looks for it, and each time unique in the world. */
    private String holder() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "a host without a name";
        }
        return agent + " on " + host + " (" + UUID.randomUUID() + ")";
    }

    public boolean isUnderWay() {
        return running != null;
    }

    /** Whether this process should leave the lease to others for now. */
    public boolean isPaused() {
        Deadline until = pause;
        return until != null && !until.isOver();
    }

    /**
     * Takes the lease, if nobody has it, or a holder whose beat stands still.
     *
     * @return whether this process has it now
     */
    public boolean take(CommitLeases leases, CommitLeaseWatch watch) throws IOException {
        if (isUnderWay() || isPaused()) {
            return false;
        }
        Optional<CommitLease> newest = leases.newest().map(Listed::lease);
        CommitLeaseWatch.Holder seen = watch.seen(newest);
        return (seen == CommitLeaseWatch.Holder.NONE || seen == CommitLeaseWatch.Holder.DEAD) && take(leases, newest);
    }

    /**
     * Takes the lease after one that is nobody's any more.
     *
     * @param newest what was the newest lease just now
     * @return whether this process has it now
     */
    public boolean take(CommitLeases leases, Optional<CommitLease> newest) throws IOException {
        if (isUnderWay() || isPaused()) {
            return false;
        }
        Optional<CommitLease> mine = leases.take(newest, holder());
        if (mine.isEmpty()) {
            return false;
        }
        GroupCommitter committer = work.apply(mine.get());
        running = committer;
        loop = scheduler.start(THREAD, () -> {
            Optional<Duration> next = Optional.empty();
            try {
                next = committer.step();
                return next;
            } finally {
                if (next.isEmpty()) {
                    pause = committer.isOverburdened() ? Deadline.in(PAUSE, ticker) : null;
                    running = null;
                }
            }
        });
        return true;
    }

    /** Gives the lease back, once what is under way is done. */
    public void end() {
        GroupCommitter committer = running;
        Loop thread = loop;
        if (committer == null || thread == null) {
            return;
        }
        committer.end();
        thread.wake();
        try {
            if (!thread.join(END)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
