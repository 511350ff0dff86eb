package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.DeltaGroupLog;
import io.dispenser.telemetry.adapter.delta.committer.Disposal;
import io.dispenser.telemetry.adapter.delta.committer.GroupCommitLog;
import io.dispenser.telemetry.adapter.delta.committer.GroupCommitter;
import io.dispenser.telemetry.adapter.delta.committer.Holding;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Latest;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Progress;
import io.dispenser.telemetry.adapter.delta.groupcommit.OwnCommits.Known;
import io.dispenser.telemetry.adapter.delta.groupcommit.OwnCommits.Met;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch.Holder;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter.Before;
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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
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

    private final String table;
    private final GroupCommitMode mode;
    private final GroupCommitPorts<E> ports;
    private final OwnCommits<E> own;
    private final Inbox inbox;
    private final CommitLeases leases;
    private final Disposal disposal;
    private final DeltaErrors failures;
    private final GroupCommitMeans means;
    private final CommitLeaseWatch watch;
    private final Holding holding;
    private final InboxCare care;
    private final Crowd crowd;
    private final OlderBatches older;
    private final Map<String, Long> confirmed = new HashMap<>();
    private @Nullable Latest confirmedAt;
    private volatile String ownWriter = "";
    private boolean handsOver;
    private boolean looked;

    /**
     * @param agent what the program is called
     * @param work what a holder does with its lease, in the process of the writer of that id
     */
    GroupCommit(
            String table,
            String agent,
            GroupCommitMode mode,
            GroupCommitPorts<E> ports,
            Disposal disposal,
            BiFunction<CommitLease, String, GroupCommitter> work,
            DeltaErrors failures,
            GroupCommitMeans means) {
        this.table = table;
        this.mode = mode;
        this.ports = ports;
        this.own = ports.own();
        this.inbox = ports.inbox();
        this.leases = ports.leases();
        this.disposal = disposal;
        this.failures = failures;
        this.means = means;
        this.watch = new CommitLeaseWatch(means.ticker());
        this.holding = new Holding(agent, means.scheduler(), means.ticker(), lease -> work.apply(lease, ownWriter));
        this.care = new InboxCare(ports.files(), leases, watch, holding, means.ticker(), ports.random());
        this.crowd = new Crowd(means.ticker());
        this.older = new OlderBatches(table, mode, inbox, leases, watch, holding, care);
        this.handsOver = mode == GroupCommitMode.ALWAYS;
    }

    /**
     * The group commit of a table in a store.
     *
     * @param store where the table is
     * @param agent who writes, for the table's history and for others who want to know who commits for them
     * @param latest the table as this writer knows it
     * @param writer commits of its own
     */
    public static <E extends TelemetryEvent> GroupCommit<E> open(
            TelemetryTable<E> table,
            TableStore store,
            String agent,
            GroupCommitMode mode,
            LatestSnapshot latest,
            BatchWriter<E> writer,
            DeltaErrors failures,
            GroupCommitMeans means) {
        GroupCommitPorts<E> ports = GroupCommitPorts.of(table, store, latest, writer, means.scheduler());
        GroupCommitLog log = new GroupCommitLog(table.name());
        Disposal disposal = new Disposal(ports.inbox(), means.ticker(), log);
        BiFunction<CommitLease, String, GroupCommitter> work = (lease, ownWriter) -> {
            log.begun();
            return new GroupCommitter(
                    ports.inbox(),
                    disposal,
                    DeltaGroupLog.open(table, store, agent, failures, means.clock(), means.scheduler()),
                    ports.leases(),
                    lease,
                    ownWriter,
                    means.ticker(),
                    log);
        };
        return new GroupCommit<>(table.name(), agent, mode, ports, disposal, work, failures, means);
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

    /** Looks whether somebody's batches wait for a holder that is not there any more, and becomes one then. */
    public LookAround lookAround() throws SinkException, InterruptedException {
        try {
            return mode == GroupCommitMode.NEVER ? LookAround.NOTHING : care.look();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** The last number of a writer in the table, which is known; empty if it has none. */
    public OptionalLong lastNumber(String writerId) {
        long number = Math.max(own.lastNumber(writerId).orElse(-1), confirmed(writerId));
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private long confirmed(String writerId) {
        return confirmed.getOrDefault(writerId, -1L);
    }

    /** What this process has seen to be in the table is there, also where the table has forgotten the number meanwhile. */
    private Before older(List<Batch<E>> batches) {
        long confirmed = confirmed(batches.get(0).writerId());
        return last -> older.requireCommitted(batches, Math.max(last, confirmed));
    }

    private WriteReceipt direct(List<Batch<E>> batches, boolean doubtful) throws SinkException, InterruptedException {
        return own.write(batches, doubtful, older(batches));
    }

    /** Commits; empty if others are faster each time. */
    private Optional<WriteReceipt> alone(List<Batch<E>> batches) throws SinkException, InterruptedException {
        Optional<WriteReceipt> receipt = own.tryWrite(batches, older(batches));
        boolean met = crowd.met(own.takeMet());
        if ((met && !holding.isPaused()) || receipt.isEmpty()) {
            handsOver = true;
            crowd.forget();
            beside(() -> holding.take(leases, watch));
        }
        if (own.takeCheckpointed() || care.isDue()) {
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
    private void lookForHolder() throws SinkException, InterruptedException {
        if (looked) {
            return;
        }
        try {
            Optional<CommitLease> lease = leases.newest().map(CommitLeases.Listed::lease);
            watch.seen(lease);
            handsOver |= lease.isPresent() && !lease.get().released();
            looked = true;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private boolean take() throws SinkException, InterruptedException {
        try {
            return holding.take(leases, watch);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** What a request that failed is for the caller; none at all where he was interrupted, since that ends it in any store. */
    private SinkException explained(IOException failure) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while batches of table " + table + " were handed over");
        }
        return failures.explained(failure);
    }

    private WriteReceipt handOver(List<Batch<E>> batches) throws SinkException, InterruptedException {
        Batch<E> last = batches.get(batches.size() - 1);
        String writerId = last.writerId();
        Known known = own.look(writerId, older(batches));
        long base = lastNumber(writerId).orElse(-1);
        if (batches.get(0).number() <= base) {
            return direct(batches, true);
        }
        byte[] content;
        try {
            content = ports.encoder().encode(known.tableId(), base, batches);
        } catch (RuntimeException e) {
            return direct(batches, false); // which says what events are to blame
        }
        InboxName name = ports.names().of(writerId, last.number());
        Instant begun = means.clock().instant();
        HandOver handOver = new HandOver(
                inbox,
                ports.commits(),
                leases,
                watch,
                means.clock(),
                means.ticker(),
                new SplittableRandom(name.token().hashCode()),
                name,
                content,
                latest(known));
        Progress progress = settled(handOver);
        if (progress instanceof Progress.Committed committed) {
            confirmed.put(writerId, last.number());
            confirmedAt = new Latest(committed.version(), begun);
            return WriteReceipt.handedOver(committed.version(), batches.size(), content.length, committed.holder());
        }
        return byItself(batches, name, ((Progress.Unsettled) progress).holder());
    }

    private Latest latest(Known known) {
        Latest before = confirmedAt;
        return before != null && before.version() > known.version()
                ? before
                : new Latest(known.version(), known.latestAt());
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
            throw explained(e);
        }
    }

    /** A dead holder is replaced; that nobody holds the lease means that nobody needs it, unless all is to go through the inbox. */
    private boolean takesOver(Holder holder) throws SinkException, InterruptedException {
        return (holder == Holder.DEAD || mode == GroupCommitMode.ALWAYS) && take();
    }

    /** The log says whether the batches are in; if they are not, they are committed here. */
    private WriteReceipt byItself(List<Batch<E>> batches, InboxName name, Holder holder)
            throws SinkException, InterruptedException {
        if (holder == Holder.NONE && mode != GroupCommitMode.ALWAYS) {
            handsOver = false;
        }
        own.expectOthers();
        WriteReceipt receipt = direct(batches, true);
        Met unused = own.takeMet(); // of a way that is not this writer's any more, or has just become it again
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
