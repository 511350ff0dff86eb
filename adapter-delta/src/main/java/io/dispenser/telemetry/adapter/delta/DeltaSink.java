package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommit;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.adapter.delta.log.CommitTrial;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.read.EventLookup;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Appends batches to a Delta table: each with one commit, or several that waited with one together. One thread at a time
 * calls.
 *
 * <p><b>Exactly once.</b> A commit carries the batch's name as Delta's transaction identifier: {@code writerId} is the
 * application, {@code number} the version. Before a commit, and again when the commit meets those of others, the sink looks
 * for the last number of this writer in the table; if it is this batch's or a later one, the batch is there. So a writer's
 * batches must come in the order of their numbers, as a spool gives them. A commit is a put-if-absent of the next version's
 * file. When the store can't say whether it happened, nothing is assumed: the sink loads the table anew and asks it. The same
 * when the machine slept between the look at the log and the store's reply, for the log may have been cleaned past that version
 * meanwhile. And where the table may have forgotten this writer's number, because the batch is older than half of what the table
 * remembers silent writers for, it is asked for the batch's rows. A data file whose commit never happened belongs to no version and is removed by a vacuum some day.
 *
 * <p><b>Several batches in one commit.</b> Such a commit carries the last batch's number, and by the order of numbers that
 * names them all. But it must hold just those that the table lacks, and what it lacks may change under way: an earlier
 * attempt with fewer batches, given up as failed, may still arrive. So the table is asked for this writer's last number, and
 * if it reaches any of the batches, nothing is written and the caller is told of how many; otherwise the commit is allowed
 * for the very next version only: it happens on the table that was asked, or not at all, and then the table is asked again.
 *
 * <p><b>The same cost at any version.</b> In the steady state of a single writer a batch of one day costs four requests: get
 * the last commit (it holds this writer's last number, and proves that the table is still there), put the data file,
 * put-if-absent the commit, put-if-absent its checksum file. For this the sink keeps the snapshot that follows from its own
 * commit, instead of listing the log. That chain is given up, and the table loaded anew (get {@code _last_checkpoint}, list
 * from there on, get the checksum file), after each checkpoint and after each failure. Where others commit too, their commits
 * are read instead of the last one of ours, a request each; and one more, with a second put, for each that comes between the
 * look and the put. A checkpoint is due every {@code delta.checkpointInterval} versions (100 in tables that we create), at versions
 * that it divides, so that of many writers one does it; when twice as many versions passed without one, whoever commits
 * makes up for it. It reads the commits since the last one with a request for each of them (108 requests in all for 100
 * versions), so it adds about one request to the average batch. The batch does not depend on checksum files and checkpoints: it is written whether they succeed or not.
 *
 * <p><b>Many writers.</b> Where writers are in each other's way, they hand their batches over, as files below the log, and one of
 * them commits those of all ({@link Commits}); a write then returns when a version of the table holds the batch, as ever.
 *
 * <p><b>Events that can't be rows</b> are found when a batch can't be encoded: {@link SinkException#rejections}.
 *
 * <p><b>Somebody else's table.</b> A table that is there is taken as it is: {@link RowLayout} says what fits, and nothing is
 * written where something doesn't. A table that is not there is created by the first batch.
 *
 * @param <E> the events of the table
 */
public final class DeltaSink<E extends TelemetryEvent> implements BatchSink<E> {

    /** Who commits the batches of many writers of one table. */
    public enum Commits {

        /** Each its own; where they are in each other's way, one of them for all. */
        AUTO(GroupCommitMode.AUTO),

        /** One of them for all. A batch takes some seconds, and the table one version for many batches. */
        GROUPED(GroupCommitMode.ALWAYS),

        /** Each its own. */
        OWN(GroupCommitMode.NEVER);

        private final GroupCommitMode mode;

        Commits(GroupCommitMode mode) {
            this.mode = mode;
        }
    }

    private final TableStore store;
    private final DeltaLog log;
    private final EventLookup<E> lookup;
    private final DeltaErrors failures;
    private final LatestSnapshot latest;
    private final BatchWriter<E> writer;
    private final GroupCommit<E> group;

    /**
     * A sink that opens its table, and creates it if there is none, with the first batch.
     *
     * @param table the definition of the table
     * @param store where the table is; the sink closes it
     * @param engineInfo who writes, for the table's history: {@code dispenser-telemetry/1.0}
     * @throws IllegalStateException if the default locale has other digits than 0 to 9
     */
    public DeltaSink(TelemetryTable<E> table, TableStore store, String engineInfo) {
        this(table, store, engineInfo, GroupCommitMode.AUTO, GroupCommitMeans.system());
    }

    /** A sink by another clock, all of whose commits are its own. */
    DeltaSink(TelemetryTable<E> table, TableStore store, String engineInfo, InstantSource clock) {
        this(
                table,
                store,
                engineInfo,
                GroupCommitMode.NEVER,
                new GroupCommitMeans(clock, Ticker.system(), new SystemScheduler()));
    }

    /**
     * The same with a choice.
     *
     * @param commits who commits the batches
     */
    public DeltaSink(TelemetryTable<E> table, TableStore store, String engineInfo, Commits commits) {
        this(table, store, engineInfo, commits.mode, GroupCommitMeans.system());
    }

    /** The same with other time and threads. */
    DeltaSink(
            TelemetryTable<E> table,
            TableStore store,
            String engineInfo,
            GroupCommitMode mode,
            GroupCommitMeans means) {
        this.store = store;
        this.log = new DeltaLog(store, engineInfo, Map.of("mode", "Append"), TableMetadata.foreignProperties(table));
        this.lookup = new EventLookup<>(table, log.engine());
        this.failures = new DeltaErrors("table " + table.name() + " in " + store.description());
        this.latest = new LatestSnapshot(table, log, failures, means.clock());
        this.writer = new BatchWriter<>(table, store, engineInfo, means.clock(), log, latest, failures, lookup::absent);
        this.group = GroupCommit.open(table, store, engineInfo, mode, latest, writer, failures, means);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A receipt of a batch that was there before may tell a later version than the one that holds it.
     */
    @Override
    public WriteReceipt write(Batch<E> batch) throws SinkException, InterruptedException {
        return writeAll(List.of(batch));
    }

    /**
     * {@inheritDoc}
     *
     * <p>All are written with one commit; if the table holds the names of the first ones, nothing is.
     */
    @Override
    public WriteReceipt writeAll(List<Batch<E>> batches) throws SinkException, InterruptedException {
        return group.write(batches);
    }

    @Override
    public OptionalLong lastNumber(String writerId) throws SinkException, InterruptedException {
        return latest.attempting("the last batch of " + writerId, doubtful -> {
            return latest.known().isPresent() ? group.lastNumber(writerId) : OptionalLong.empty();
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>In the table's latest version.
     */
    @Override
    public Optional<List<E>> absent(List<E> events) throws SinkException, InterruptedException {
        return Optional.of(latest.attempting("rows", doubtful -> {
            latest.forget();
            Optional<Snapshot> now = latest.known();
            return now.isPresent() ? lookup.absent(now.get(), events) : events;
        }));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of a table that is there, its last commit is put once more and has to be refused ({@link CommitTrial}).
     */
    @Override
    public void prepare() throws SinkException, InterruptedException {
        latest.attempting("the table", doubtful -> {
            boolean wasThere = latest.known().isPresent();
            Snapshot current = latest.current();
            writer.requireUsable(current);
            log.requireWritable(current);
            if (wasThere && !CommitTrial.isRefused(store, current.getVersion())) {
                throw failures.permanent("the store " + CommitTrial.UNSAFE, null);
            }
            return current.getVersion();
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>Batches that wait in the table's inbox for a holder of the commit lease get one: this very process.
     */
    @Override
    public LookAround lookAround() throws SinkException, InterruptedException {
        return group.lookAround();
    }

    @Override
    public void close() {
        group.close();
        latest.forget();
        writer.forget();
        store.close();
    }
}
