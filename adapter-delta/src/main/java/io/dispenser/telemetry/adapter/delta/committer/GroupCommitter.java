package io.dispenser.telemetry.adapter.delta.committer;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog.View;
import io.dispenser.telemetry.adapter.delta.committer.InboxPages.Page;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease.Hint;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private enum Move {
        LOOK,
        COLLECT,
        COMMIT,
        BEAT,
        DELETE
    }

    private final InboxPages pages;
    private final GroupLog log;
    private final HeldCommitLease lease;
    private final GroupCommitListener listener;
    private final Usefulness usefulness;
    private final Disposal disposal;
    private final GroupChoice choice;
    private final CommitCycle cycle;

    private Move move = Move.LOOK;
    private @Nullable View view;
    private List<HandedOver> group = List.of();
    private List<InboxName> deletable = List.of();
    private volatile boolean ending;
    private volatile boolean overburdened;

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
        this.pages = new InboxPages(inbox, disposal);
        this.log = log;
        this.lease = new HeldCommitLease(leases, lease, ticker);
        this.usefulness = new Usefulness(ownWriter);
        this.listener = listener;
        this.disposal = disposal;
        this.choice = new GroupChoice(inbox, disposal, log, ticker, listener);
        this.cycle = new CommitCycle(ticker);
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
            if (move != Move.BEAT) {
                lease.beatIfDue(disposal.left()); // what comes before or after may take its time
            }
            return switch (move) {
                case LOOK -> look();
                case COLLECT -> collect();
                case COMMIT -> commit();
                case BEAT -> beat();
                case DELETE -> delete();
            };
        } catch (IOException | RuntimeException e) {
            restart();
            listener.failed(e);
            return Optional.of(AFTER_FAILURE);
        } catch (SinkException e) {
            restart();
            listener.blocked(e);
            return e.isPermanent() ? release() : Optional.of(AFTER_FAILURE);
        }
    }

    /** Nothing is assumed of what was under way: the log says what is in. */
    private void restart() {
        log.forget();
        move = Move.LOOK;
        view = null;
        group = List.of();
        deletable = List.of();
    }

    private Optional<Duration> look() throws IOException {
        if (lease.isLost()) {
            listener.ended(false);
            return Optional.empty();
        }
        view = null;
        // A listing that has to pass over a thousand files more may be made half as often.
        cycle.begin(pages.count());
        move = Move.COLLECT;
        return Optional.of(Duration.ZERO);
    }

    private Optional<Duration> collect() throws IOException, SinkException, InterruptedException {
        Optional<Page> read = pages.read();
        if (read.isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        Page page = read.get();
        if (page.isLast() && disposal.left() > Disposal.MANY) {
            listener.overburdened(disposal.left());
            overburdened = true;
            return release();
        }
        List<InboxName> names = page.names();
        cycle.found(names.size());
        if (names.isEmpty()) {
            pages.turn(page);
            if (!pages.isAtBeginning()) {
                return Optional.of(Duration.ZERO);
            }
            return cycle.isIdle() ? release() : rest(Move.BEAT);
        }
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
        pages.turn(page);
        deletable = names.stream()
                .filter(name -> name.last() <= now.last(name.writerId()))
                .toList();
        group = choice.of(now, names);
        move = group.isEmpty() ? afterCommit() : Move.COMMIT;
        return group.isEmpty() && deletable.isEmpty() ? rest(Move.BEAT) : Optional.of(Duration.ZERO);
    }

    private Optional<Duration> commit() throws IOException, SinkException {
        View before = requireNonNull(view);
        Optional<View> committed = log.commit(before, group);
        if (committed.isEmpty()) {
            return overtaken(before);
        }
        View after = committed.get();
        view = after;
        usefulness.committed(group);
        Set<String> tokens = group.stream().map(each -> each.name().token()).collect(Collectors.toSet());
        lease.tell(new Hint(after.version(), tokens));
        deletable = Stream.concat(deletable.stream(), group.stream().map(HandedOver::name))
                .toList();
        int rows = group.stream().mapToInt(HandedOver::rows).sum();
        listener.committed(after.version(), group.size(), rows);
        group = List.of();
        cycle.committed();
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
        lease.beat(disposal.left());
        move = afterCommit();
        return Optional.of(Duration.ZERO);
    }

    private Optional<Duration> delete() throws IOException, InterruptedException {
        disposal.delete(deletable);
        deletable = List.of();
        move = Move.LOOK;
        if (ending || usefulness.isGone()) {
            return release();
        }
        return Optional.of(pages.isAtBeginning() ? cycle.left() : Duration.ZERO);
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
            lease.release(disposal.left());
        } catch (IOException e) {
            listener.failed(e); // its beat ends all the same
        }
        listener.ended(true);
        return Optional.empty();
    }
}
