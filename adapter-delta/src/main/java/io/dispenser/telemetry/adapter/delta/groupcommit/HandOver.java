package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease.Hint;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch.Holder;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.adapter.delta.log.UncertainCommitException;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Batches on their way through the inbox: puts them there, and looks until a commit of the holder has them. Driven by one
 * thread; a step makes one move.
 *
 * <p>That they are in the table follows from the log alone: from a commit that names this very file, and that is one of the
 * table's versions for certain. It is if it comes after a version that was the latest one less than an hour ago, since so young
 * a version can't have been cleaned away, and its name be free again. Everything else is the caller's to find out, who looks at
 * the log and writes what is not there: that is safe at any time, beside a file in the inbox as without one.
 */
final class HandOver {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    /** Doubled each time: who just missed a commit sees the next one, and who waits for long asks rarely. */
    private static final Duration NEXT_LOOK = Duration.ofMillis(1500);

    /** So long a beat has to be seen to go on. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A holder that is alive takes no longer, but for an inbox that has filled up: then commits of our own only delay it. */
    private static final Duration MORE_PATIENCE = Duration.ofSeconds(60);

    /** By then most files are committed; who waits on is worth a request more. */
    private static final int MANY_LOOKS = 2;

    /** The table's log, of which single commits are read. */
    @FunctionalInterface
    interface Commits {

        /** One commit; empty if there is none. */
        Optional<LoggedCommit> read(long version) throws IOException;
    }

    /** How it stands. */
    sealed interface Progress {

        /** Nothing yet: after so long is the next step. */
        record Waiting(Duration next) implements Progress {}

        /** A version of the table has the batches. */
        record Committed(long version, String holder) implements Progress {}

        /**
         * Whether they are in the table is for the log to say.
         *
         * @param holder whether somebody holds the commit lease
         */
        record Unsettled(Holder holder) implements Progress {}
    }

    /**
     * A version that was the latest one at a time.
     *
     * @param since the time, or earlier
     */
    record Latest(long version, Instant since) {}

    private final Inbox inbox;
    private final Commits commits;
    private final CommitLeases leases;
    private final CommitLeaseWatch watch;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Ticker ticker;
    private final InboxName name;
    private final byte[] content;
    private final Latest latest;
    private Deadline patience;
    private Deadline morePatience;
    private boolean handedOver;
    private int looks;

    /**
     * @param latest a version that was the latest one
     * @param clock goes on while this machine sleeps
     */
    HandOver(
            Inbox inbox,
            Commits commits,
            CommitLeases leases,
            CommitLeaseWatch watch,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random,
            InboxName name,
            byte[] content,
            Latest latest) {
        this.inbox = inbox;
        this.commits = commits;
        this.leases = leases;
        this.watch = watch;
        this.clock = clock;
        this.random = random;
        this.name = name;
        this.content = content;
        this.latest = latest;
        this.ticker = ticker;
        this.patience = Deadline.in(PATIENCE, ticker);
        this.morePatience = Deadline.in(MORE_PATIENCE, ticker);
    }

    /** There is another holder from now on. */
    void waitAnew() {
        patience = Deadline.in(PATIENCE, ticker);
        morePatience = Deadline.in(MORE_PATIENCE, ticker);
        looks = 0;
    }

    /** Makes the next move. */
    Progress step() throws IOException {
        if (!handedOver) {
            inbox.put(name, content);
            handedOver = true;
            return waiting(FIRST_LOOK);
        }
        Optional<CommitLease> lease = leases.read();
        Holder holder = watch.seen(lease);
        if (lease.isPresent()) {
            Optional<Progress> settled = hinted(lease.get());
            if (settled.isPresent()) {
                return settled.get();
            }
        }
        boolean enough = holder == Holder.ALIVE ? morePatience.isOver() : patience.isOver();
        if (holder == Holder.NONE || holder == Holder.DEAD || enough || (looks >= MANY_LOOKS && isGone())) {
            return new Progress.Unsettled(holder);
        }
        looks++;
        return waiting(NEXT_LOOK.multipliedBy(1L << Math.min(looks - 1, 3)));
    }

    /**
     * A file that is not there any more, and that no commit took, was not needed: its batches were in the table before it, as after a
     * reply that got lost, or it was set aside. No holder will ever tell of it.
     */
    private boolean isGone() throws IOException {
        return inbox.names(name.fileName(), 1).stream().noneMatch(name::equals);
    }

    private Optional<Progress> hinted(CommitLease lease) throws IOException {
        for (Hint hint : lease.hints()) {
            if (hint.tokens().contains(name.token())) {
                Optional<LoggedCommit> commit = commits.read(hint.version());
                return commit.isPresent() && names(commit.get()) && isCertain(hint.version())
                        ? Optional.of(new Progress.Committed(hint.version(), lease.holder()))
                        : Optional.of(new Progress.Unsettled(Holder.ALIVE));
            }
        }
        return Optional.empty();
    }

    private boolean names(LoggedCommit commit) {
        return commit.transactions().getOrDefault(name.writerId(), -1L) >= name.last()
                && List.of(commit.parameters()
                                .getOrDefault(LoggedCommit.INBOX_FILES, "")
                                .split(","))
                        .contains(name.token());
    }

    private boolean isCertain(long version) {
        return version > latest.version()
                && Duration.between(latest.since(), clock.instant()).abs().compareTo(UncertainCommitException.CERTAIN)
                        < 0;
    }

    /** Some jitter: hosts that flush at the same time don't look at the same time. */
    private Progress waiting(Duration about) {
        long nanos = about.toNanos();
        return new Progress.Waiting(Duration.ofNanos(nanos - nanos / 10 + random.nextLong(nanos / 5)));
    }
}
