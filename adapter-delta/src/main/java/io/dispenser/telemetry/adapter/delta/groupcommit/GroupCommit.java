package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.DeltaGroupLog;
import io.dispenser.telemetry.adapter.delta.committer.Disposal;
import io.dispenser.telemetry.adapter.delta.committer.GroupCommitLog;
import io.dispenser.telemetry.adapter.delta.committer.GroupCommitter;
import io.dispenser.telemetry.adapter.delta.committer.Holding;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Progress;
import io.dispenser.telemetry.adapter.delta.groupcommit.OwnCommits.Known;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

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
    private final DeltaErrors failures;
    private final CommitLeaseWatch watch;
    private final Holding holding;
    private final InboxCare care;
    private final WriterWay way;
    private final OlderBatches older;
    private final InboxCommits<E> handedOver;
    private volatile String ownWriter = "";
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
        this.failures = failures;
        this.watch = new CommitLeaseWatch(means.ticker());
        this.holding = new Holding(agent, means.scheduler(), means.ticker(), lease -> work.apply(lease, ownWriter));
        this.care = new InboxCare(ports.files(), ports.leases(), watch, holding, means.ticker(), ports.random());
        this.way = new WriterWay(mode, means.ticker());
        this.handedOver = new InboxCommits<>(ports, mode, holding, watch, disposal, means);
        this.older = new OlderBatches(table, mode, ports.inbox(), ports.leases(), watch, holding, care);
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
        ownWriter = batches.get(0).writerId();
        if (mode == GroupCommitMode.NEVER || !InboxName.isPossible(ownWriter)) {
            return direct(batches, false);
        }
        lookForHolder();
        if (!way.handsOver()) {
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
        long number = Math.max(own.lastNumber(writerId).orElse(-1), handedOver.confirmed(writerId));
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** What this process has seen to be in the table is there, also where the table has forgotten the number meanwhile. */
    private Before older(List<Batch<E>> batches) {
        long confirmed = handedOver.confirmed(batches.get(0).writerId());
        return last -> older.requireCommitted(batches, Math.max(last, confirmed));
    }

    private WriteReceipt direct(List<Batch<E>> batches, boolean doubtful) throws SinkException, InterruptedException {
        return own.write(batches, doubtful, older(batches));
    }

    /** Commits; empty if others are faster each time. */
    private Optional<WriteReceipt> alone(List<Batch<E>> batches) throws SinkException, InterruptedException {
        Optional<WriteReceipt> receipt = own.tryWrite(batches, older(batches));
        if (way.committed(own.takeMet(), receipt.isEmpty(), holding.isPaused())) {
            beside(() -> holding.take(ports.leases(), watch));
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

    /** Once: later the commits tell. */
    private void lookForHolder() throws SinkException, InterruptedException {
        if (looked) {
            return;
        }
        try {
            Optional<CommitLease> lease = ports.leases().newest().map(CommitLeases.Listed::lease);
            watch.seen(lease);
            way.begins(lease);
            looked = true;
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
        Progress progress;
        try {
            progress = handedOver.commit(name, content, known);
        } catch (IOException e) {
            throw explained(e);
        }
        if (progress instanceof Progress.Committed committed) {
            return WriteReceipt.handedOver(committed.version(), batches.size(), content.length, committed.holder());
        }
        return byItself(batches, name, ((Progress.Unsettled) progress).holder());
    }

    /** The log says whether the batches are in; if they are not, they are committed here. */
    private WriteReceipt byItself(List<Batch<E>> batches, InboxName name, Holder holder)
            throws SinkException, InterruptedException {
        way.cameBack(holder);
        own.expectOthers();
        WriteReceipt receipt = direct(batches, true);
        var unused = own.takeMet(); // of a way that is not this writer's any more, or has just become it again
        if (receipt.batches() == batches.size()) {
            handedOver.delete(name); // the log has just said that all of it is in
        }
        return receipt;
    }

    @Override
    public void close() {
        holding.end();
    }
}
