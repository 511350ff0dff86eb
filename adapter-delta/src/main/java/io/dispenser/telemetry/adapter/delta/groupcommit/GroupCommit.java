package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.delta.kernel.Snapshot;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.dispenser.telemetry.adapter.delta.groupcommit.CommitLeaseWatch.Holder;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Latest;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Progress;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.Scheduler.Call;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one writer to a table that many write to: by commits of its own as long as these cost little, and through
 * the inbox where others are in the way. One thread at a time calls.
 *
 * <p>A writer that loses races, or meets others who commit all the time, hands its batches over, and takes the commit lease if
 * nobody has it. It goes back to commits of its own when the lease was given back.
 */
public final class GroupCommit<E extends TelemetryEvent> implements AutoCloseable {

    private static final Logger LOG = System.getLogger(GroupCommit.class.getName());

    private final TelemetryTable<E> table;
    private final GroupCommitMode mode;
    private final LatestSnapshot latest;
    private final BatchWriter<E> writer;
    private final DeltaErrors failures;
    private final GroupCommitMeans means;
    private final Inbox inbox;
    private final CommitLeases leases;
    private final HandOver.Commits commits;
    private final CommitLeaseWatch watch;
    private final Holding holding;
    private final InboxCare care;
    private final Disposal disposal;
    private final Crowd crowd;
    private final Map<String, Long> confirmed = new HashMap<>();
    private @Nullable Latest confirmedAt;
    private volatile String ownWriter = "";
    private boolean handsOver;
    private boolean looked;

    /**
     * @param store where the table is
     * @param agent who writes, for the table's history and for others who want to know who commits for them
     * @param latest the table as this writer knows it
     * @param writer commits of its own
     */
    public GroupCommit(
            TelemetryTable<E> table,
            TableStore store,
            String agent,
            GroupCommitMode mode,
            LatestSnapshot latest,
            BatchWriter<E> writer,
            DeltaErrors failures,
            GroupCommitMeans means) {
        this.table = table;
        this.mode = mode;
        this.latest = latest;
        this.writer = writer;
        this.failures = failures;
        this.means = means;
        this.inbox = new StoreInbox(store, means.scheduler());
        this.leases = new StoreCommitLeases(store);
        this.watch = new CommitLeaseWatch(means.ticker());
        this.crowd = new Crowd(means.ticker());
        this.commits = version -> LoggedCommit.read(store, version);
        GroupCommitLog log = new GroupCommitLog(table.name());
        this.disposal = new Disposal(inbox, means.ticker(), log);
        this.holding = new Holding(
                () -> agent + " on " + hostName() + " (" + UUID.randomUUID() + ")",
                means.scheduler(),
                means.ticker(),
                lease -> {
                    log.begun();
                    return new GroupCommitter(
                            inbox,
                            disposal,
                            DeltaGroupLog.open(table, store, agent, failures, means),
                            leases,
                            lease,
                            ownWriter,
                            means.ticker(),
                            log);
                });
        this.care = new InboxCare(store, leases, watch, holding, means.ticker(), new SplittableRandom());
        this.handsOver = mode == GroupCommitMode.ALWAYS;
    }

    /** As {@link io.dispenser.telemetry.core.port.BatchSink#writeAll}. */
    public WriteReceipt write(List<Batch<E>> batches) throws SinkException, InterruptedException {
        String writerId = batches.get(0).writerId();
        ownWriter = writerId;
        if (mode == GroupCommitMode.NEVER || !InboxName.isPossible(writerId)) {
            return direct(batches, false);
        }
        lookForHolder();
        if (!handsOver) {
            Optional<WriteReceipt> receipt = alone(batches);
            if (receipt.isPresent()) {
                return receipt.get();
            }
        }
        return handOver(batches);
    }

    /** What this machine calls itself, for a person who looks for it. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    /** Looks whether somebody's batches wait for a holder that is not there any more, and becomes one then. */
    public LookAround lookAround() throws SinkException {
        try {
            return mode == GroupCommitMode.NEVER ? LookAround.NOTHING : care.look();
        } catch (IOException e) {
            throw failures.explained(e);
        }
    }

    /** The last number of a writer in the table, which is known; empty if it has none. */
    public OptionalLong lastNumber(String writerId) {
        long number = Math.max(latest.lastNumber(writerId).orElse(-1), confirmed.getOrDefault(writerId, -1L));
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private WriteReceipt direct(List<Batch<E>> batches, boolean doubtful) throws SinkException, InterruptedException {
        return latest.attempting("batch " + batches.get(0).number(), unknown -> commit(batches, doubtful || unknown));
    }

    /** Makes one attempt at a commit of our own. */
    private WriteReceipt commit(List<Batch<E>> batches, boolean doubtful) throws IOException, SinkException {
        return writer.write(batches, doubtful, last -> requireNothingOlderWaits(batches, last));
    }

    /** Commits; empty if others are faster each time. */
    private Optional<WriteReceipt> alone(List<Batch<E>> batches) throws SinkException, InterruptedException {
        Optional<WriteReceipt> receipt =
                latest.attempting("batch " + batches.get(0).number(), doubtful -> {
                    try {
                        return Optional.of(commit(batches, doubtful));
                    } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
                        return Optional.empty();
                    }
                });
        boolean met = crowd.isMet(writer.takeLostRaces(), latest.takeFollowed());
        if ((met && !holding.isPaused()) || receipt.isEmpty()) {
            handsOver = true;
            crowd.forget();
            beside(() -> holding.take(leases, watch));
        }
        if (writer.takeCheckpointed() || care.isDue()) {
            beside(care::look);
        }
        return receipt;
    }

    /** Does something for others. What this writer has committed is committed, whatever comes of it. */
    private static void beside(Call<?> request) {
        try {
            var unused = request.call();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "not looked for a holder: {0}", e.getMessage());
        }
    }

    /** Where somebody commits for all already, a new host does not have to lose races first. Once: later the commits tell. */
    private void lookForHolder() throws SinkException {
        if (looked) {
            return;
        }
        try {
            Optional<CommitLease> lease = leases.newest().map(CommitLeases.Listed::lease);
            watch.seen(lease);
            handsOver |= lease.isPresent() && !lease.get().released();
            looked = true;
        } catch (IOException e) {
            throw failures.explained(e);
        }
    }

    private boolean take() throws SinkException {
        try {
            return holding.take(leases, watch);
        } catch (IOException e) {
            throw failures.explained(e);
        }
    }

    /**
     * Numbers that are skipped are usually those of batches that are gone. But a batch that can't be read here any more may have
     * been handed over before, alone or with later ones: then that file has to be committed first, for a later number stands for all
     * before it.
     */
    private void requireNothingOlderWaits(List<Batch<E>> batches, long last) throws IOException, SinkException {
        String writerId = batches.get(0).writerId();
        long first = batches.get(0).number();
        if (mode == GroupCommitMode.NEVER || first <= last + 1 || !InboxName.isPossible(writerId)) {
            return;
        }
        if (inbox.names(writerId + "-", 100).stream()
                .anyMatch(name -> name.writerId().equals(writerId) && name.last() > last)) {
            care.somethingWaits();
            holding.take(leases, watch);
            throw SinkException.retryable(
                    "batches before " + first + " of this writer wait in the inbox of table " + table.name()
                            + ", and are committed first",
                    null);
        }
    }

    private long last(String writerId) {
        return lastNumber(writerId).orElse(-1);
    }

    private WriteReceipt handOver(List<Batch<E>> batches) throws SinkException, InterruptedException {
        Batch<E> last = batches.get(batches.size() - 1);
        Snapshot current = latest.attempting("the table", doubtful -> {
            Snapshot known = latest.current();
            requireNothingOlderWaits(batches, last(last.writerId()));
            return known;
        });
        writer.requireUsable(current);
        if (batches.get(0).number() <= last(last.writerId())) {
            return direct(batches, true);
        }
        byte[] content;
        try {
            content = InboxFormat.encode(table, SnapshotFacts.tableId(current), last(last.writerId()), batches);
        } catch (RuntimeException e) {
            return direct(batches, false); // which says what events are to blame
        }
        InboxName name = InboxName.fresh(last.writerId(), last.number());
        Instant begun = means.clock().instant();
        HandOver handOver = new HandOver(
                inbox,
                commits,
                leases,
                watch,
                means.clock(),
                means.ticker(),
                new SplittableRandom(name.token().hashCode()),
                name,
                content,
                latestKnown());
        Progress progress = settled(handOver);
        if (progress instanceof Progress.Committed committed) {
            confirmed.put(last.writerId(), last.number());
            confirmedAt = new Latest(committed.version(), begun);
            return WriteReceipt.handedOver(committed.version(), batches.size(), content.length, committed.holder());
        }
        return byItself(batches, name, ((Progress.Unsettled) progress).holder());
    }

    private Latest latestKnown() {
        Latest known = confirmedAt;
        return known != null && known.version() > latest.version()
                ? known
                : new Latest(latest.version(), latest.latestAt());
    }

    private Progress settled(HandOver handOver) throws SinkException, InterruptedException {
        try {
            Progress progress = handOver.step();
            boolean taken = false;
            while (true) {
                if (progress instanceof Progress.Waiting waiting) {
                    means.scheduler().sleep(waiting.next());
                } else if (progress instanceof Progress.Unsettled unsettled
                        && !taken
                        && takesOver(unsettled.holder())) {
                    taken = true;
                    handOver.waitAnew();
                } else {
                    return progress;
                }
                progress = handOver.step();
            }
        } catch (IOException e) {
            throw failures.explained(e);
        }
    }

    /** A dead holder is replaced; that nobody holds the lease means that nobody needs it, unless all is to go through the inbox. */
    private boolean takesOver(Holder holder) throws SinkException {
        return (holder == Holder.DEAD || mode == GroupCommitMode.ALWAYS) && take();
    }

    /** The log says whether the batches are in; if they are not, they are committed here. */
    private WriteReceipt byItself(List<Batch<E>> batches, InboxName name, Holder holder)
            throws SinkException, InterruptedException {
        if (holder == Holder.NONE && mode != GroupCommitMode.ALWAYS) {
            handsOver = false;
        }
        latest.expectOthers();
        WriteReceipt receipt = direct(batches, true);
        writer.takeLostRaces();
        latest.takeFollowed();
        if (receipt.batches() == batches.size()) {
            try {
                disposal.deleteOwn(name); // the log has just said that all of it is in
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "{0} stays for the next holder to delete: {1}", name.path(), e.getMessage());
            }
        }
        return receipt;
    }

    @Override
    public void close() {
        holding.end();
    }
}
