package io.dispenser.telemetry.adapter.delta.committer;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog.View;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease.Hint;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of the commit lease does: collects what waits in the inbox, commits it with one commit, tells of it in the
 * lease, and deletes what the table has. Driven by one thread; a step makes one move, so that tests can put anything between two.
 *
 * <p>It may stop anywhere, and another may do the same at the same time: all that is kept is in the store. A commit is made for
 * the version after the one that was looked at and for no other, with the number of each writer whose batches it holds; so what
 * was in the table before is never written again. A file is deleted only when the log says that its batches are in the table.
 */
public final class GroupCommitter {

    /** From one look at the inbox to the next. */
    static final Duration CYCLE = Duration.ofSeconds(2);

    /** The same where few files wait: fewer requests for each. */
    static final Duration SLOW_CYCLE = Duration.ofSeconds(3);

    /** After a commit others get the chance to commit, whose engines give up after a few lost races. */
    private static final Duration IDLE = Duration.ofMillis(500);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** An inbox that is empty for so long needs nobody. */
    private static final Duration EMPTY = Duration.ofSeconds(30);

    private static final int FEW = 2;
    static final int MAX_NAMES = 1_000;

    private enum Move {
        LOOK,
        COLLECT,
        COMMIT,
        BEAT,
        DELETE
    }

    private final Inbox inbox;
    private final GroupLog log;
    private final CommitLeases leases;
    private final Ticker ticker;
    private final GroupCommitListener listener;
    private final Usefulness usefulness;
    private final Disposal disposal;
    private final GroupChoice choice;

    private CommitLease lease;
    private Move move = Move.LOOK;
    private @Nullable View view;
    private List<HandedOver> group = List.of();
    private List<InboxName> deletable = List.of();
    private String from = "";
    private int waiting;
    private volatile boolean ending;
    private volatile boolean overburdened;
    private Deadline cycle;
    private Deadline empty;
    private Deadline check;
    private Deadline beatDue;

    /**
     * @param lease the lease that was taken
     * @param ownWriter the writer of this process
     */
    public GroupCommitter(
            Inbox inbox,
            Disposal disposal,
            GroupLog log,
            CommitLeases leases,
            CommitLease lease,
            String ownWriter,
            Ticker ticker,
            GroupCommitListener listener) {
        this.inbox = inbox;
        this.log = log;
        this.leases = leases;
        this.lease = lease;
        this.usefulness = new Usefulness(ownWriter);
        this.ticker = ticker;
        this.listener = listener;
        this.disposal = disposal;
        this.choice = new GroupChoice(inbox, disposal, log, ticker, listener);
        this.cycle = Deadline.in(Duration.ZERO, ticker);
        this.empty = Deadline.in(EMPTY, ticker);
        this.beatDue = Deadline.in(CommitLeaseWatch.LASTS.dividedBy(3), ticker);
        this.check = Deadline.in(CommitLeaseWatch.LASTS.dividedBy(3), ticker);
    }

    /** Nothing more is begun; the lease is given back when what is under way is done. Any thread. */
    void end() {
        ending = true;
    }

    /** Whether it ended because it can't delete what lies in the inbox, so that it should not begin anew soon. Any thread. */
    boolean isOverburdened() {
        return overburdened;
    }

    /**
     * Makes the next move.
     *
     * @return how long to wait before the one after it; empty once the lease is given back, or somebody else's
     */
    public Optional<Duration> step() throws InterruptedException {
        try {
            if (beatDue.isOver() && move != Move.BEAT) {
                write(false); // what comes before or after may take its time
            }
            return switch (move) {
                case LOOK -> look();
                case COLLECT -> collect();
                case COMMIT -> commit();
                case BEAT -> beat();
                case DELETE -> delete();
            };
        } catch (IOException | RuntimeException e) {
            // Nothing is assumed of what was under way: the log says what is in.
            restart();
            log.forget();
            listener.failed(e);
            return Optional.of(AFTER_FAILURE);
        } catch (SinkException e) {
            restart();
            log.forget();
            listener.blocked(e);
            return e.isPermanent() ? release() : Optional.of(AFTER_FAILURE);
        }
    }

    private void restart() {
        move = Move.LOOK;
        view = null;
        group = List.of();
        deletable = List.of();
    }

    private Optional<Duration> look() throws IOException, SinkException {
        if (check.isOver()) {
            check = Deadline.in(CommitLeaseWatch.LASTS.dividedBy(3), ticker);
            if (!leases.isNewest(lease)) {
                listener.ended(false);
                return Optional.empty();
            }
        }
        view = null;
        // A listing that has to pass over a thousand files more may be made half as often.
        int pages = 1 + disposal.left() / MAX_NAMES;
        cycle = Deadline.in((waiting <= FEW ? SLOW_CYCLE : CYCLE).multipliedBy(pages), ticker);
        move = Move.COLLECT;
        return Optional.of(Duration.ZERO);
    }

    private Optional<Duration> collect() throws IOException, SinkException, InterruptedException {
        List<InboxName> listed = inbox.names(from, MAX_NAMES);
        if (listed.isEmpty() && !from.isEmpty()) {
            from = "";
            return Optional.of(Duration.ZERO);
        }
        List<InboxName> names = disposal.unknown(listed);
        String next =
                listed.size() < MAX_NAMES ? "" : listed.get(listed.size() - 1).fileName();
        if (next.isEmpty()) {
            disposal.listed();
            if (disposal.left() > Disposal.MANY) {
                listener.overburdened(disposal.left());
                overburdened = true;
                return release();
            }
        }
        waiting = names.size();
        if (names.isEmpty()) {
            from = next;
            if (!from.isEmpty()) {
                return Optional.of(Duration.ZERO);
            }
            return empty.isOver() ? release() : rest(Move.BEAT);
        }
        empty = Deadline.in(EMPTY, ticker);
        // The commits of others are in the view from here on.
        Optional<View> latest = log.look();
        if (latest.isEmpty()) {
            return rest(Move.BEAT); // a table that is not there yet is made by a writer
        }
        View now = latest.get();
        view = now;
        if (names.stream().anyMatch(name -> name.format() > InboxName.FORMAT)) {
            listener.newerFormat();
            return release();
        }
        from = next;
        deletable = names.stream()
                .filter(name -> name.last() <= now.last(name.writerId()))
                .toList();
        group = choice.of(now, names);
        move = group.isEmpty() ? afterCommit() : Move.COMMIT;
        return group.isEmpty() && deletable.isEmpty() ? rest(Move.BEAT) : Optional.of(Duration.ZERO);
    }

    private Optional<Duration> commit() throws IOException, SinkException {
        View before = requireNonNull(view);
        Optional<View> after = log.commit(before, group);
        if (after.isEmpty()) {
            return overtaken(before);
        }
        view = after.get();
        usefulness.committed(group);
        lease = lease.with(new Hint(
                after.get().version(),
                group.stream().map(each -> each.name().token()).collect(Collectors.toSet())));
        List<InboxName> committed = new ArrayList<>(deletable);
        group.forEach(each -> committed.add(each.name()));
        deletable = committed;
        listener.committed(
                after.get().version(),
                group.size(),
                group.stream().mapToInt(HandedOver::rows).sum());
        group = List.of();
        cycle = cycle.left().compareTo(IDLE) < 0 ? Deadline.in(IDLE, ticker) : cycle;
        move = Move.BEAT;
        return Optional.of(Duration.ZERO);
    }

    /** Somebody else took the version: what he committed may be some of the same batches. */
    private Optional<Duration> overtaken(View before) throws IOException {
        Optional<View> now = log.afterOther(before);
        boolean same = now.isPresent()
                && group.stream()
                        .allMatch(each -> now.get().last(each.name().writerId())
                                == before.last(each.name().writerId()));
        view = now.orElse(null);
        if (!same) {
            group = List.of();
            deletable = List.of();
            move = Move.COLLECT;
        }
        return Optional.of(Duration.ZERO);
    }

    private Move afterCommit() {
        return deletable.isEmpty() ? Move.LOOK : Move.DELETE;
    }

    private Optional<Duration> beat() throws IOException {
        write(false);
        move = afterCommit();
        return Optional.of(Duration.ZERO);
    }

    private void write(boolean release) throws IOException {
        lease = lease.next(release, disposal.left());
        leases.write(lease);
        beatDue = Deadline.in(CommitLeaseWatch.LASTS.dividedBy(3), ticker);
    }

    private Optional<Duration> delete() throws IOException, InterruptedException {
        disposal.delete(deletable);
        deletable = List.of();
        move = Move.LOOK;
        if (ending || usefulness.isGone()) {
            return release();
        }
        return from.isEmpty() ? Optional.of(cycle.left()) : Optional.of(Duration.ZERO);
    }

    private Optional<Duration> rest(Move next) {
        if (ending) {
            return release();
        }
        move = next;
        return Optional.of(cycle.left());
    }

    private Optional<Duration> release() {
        try {
            write(true);
        } catch (IOException e) {
            listener.failed(e); // its beat ends all the same
        }
        listener.ended(true);
        return Optional.empty();
    }
}
