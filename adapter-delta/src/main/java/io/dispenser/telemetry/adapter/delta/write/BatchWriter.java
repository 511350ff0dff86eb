package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.adapter.delta.kernel.Transactions;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog.Committed;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.log.UncertainCommitException;
import io.dispenser.telemetry.adapter.delta.log.UnsupportedWriterFeatures;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commits the batches of one writer: each with one commit, or several that waited with one together. A commit is made for the
 * version that follows the one that was looked at, and for no other: where somebody else took it, his commit is read, and the
 * same files are committed after it, unless it holds the batch.
 */
public final class BatchWriter<E extends TelemetryEvent> {

    private static final Logger LOG = System.getLogger("telemetry");

    /** How often a commit comes after those of others before the table is loaded anew. */
    private static final int MAX_RACES = 4;

    private final TelemetryTable<E> table;
    private final String engineInfo;
    private final InstantSource clock;
    private final DeltaLog log;
    private final LatestSnapshot latest;
    private final DeltaErrors failures;
    private final RowsOfBatches<E> rows;
    private final BatchStager<E> stager;
    private @Nullable StagingContext staging;
    private int lostRaces;
    private boolean checkpointed;

    /**
     * @param engineInfo who writes
     * @param clock goes on while this machine sleeps
     * @param rows looks for batches of which a table may have forgotten the numbers
     */
    public BatchWriter(
            TelemetryTable<E> table,
            TableStore store,
            String engineInfo,
            InstantSource clock,
            DeltaLog log,
            LatestSnapshot latest,
            DeltaErrors failures,
            RowsOfBatches<E> rows) {
        this.table = table;
        this.engineInfo = engineInfo;
        this.clock = clock;
        this.log = log;
        this.latest = latest;
        this.failures = failures;
        this.rows = rows;
        this.stager = new BatchStager<>(table, store, clock);
    }

    /** What has to be seen to before batches that the table lacks are committed. */
    @FunctionalInterface
    public interface Before {

        /**
         * Sees to it.
         *
         * @param lastNumber the writer's last number in the table; -1 if it has none
         */
        void commit(long lastNumber) throws IOException, SinkException;
    }

    /**
     * Makes one attempt to write {@code batches}.
     *
     * @param batches of one writer, in the order of their numbers
     * @param doubtful whether an earlier attempt may have written them
     * @param before called before each commit
     * @throws ConcurrentWriteException if others were faster each time
     */
    public WriteReceipt write(List<Batch<E>> batches, boolean doubtful, Before before)
            throws IOException, SinkException {
        latest.refresh();
        boolean followed = false;
        for (int race = 1; ; race++) {
            Snapshot current = latest.current();
            RowLayout<E> layout = requireUsable(current);
            Standing<E> standing = Standing.of(batches, current, latest, rows);
            if (standing.present() > 0) {
                stager.forget();
                return WriteReceipt.alreadyPresent(current.getVersion(), standing.present(), doubtful);
            }
            before.commit(latest.lastNumber(batches.get(0).writerId()).orElse(-1));
            try {
                return commit(batches, standing.lacking(), current, layout, doubtful, followed);
            } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
                lostRaces++;
                if (race == MAX_RACES) {
                    throw e;
                }
                followed = latest.followWinner().isPresent();
            }
        }
    }

    /** How many commits came too late since this was last asked. */
    public int takeLostRaces() {
        int lost = lostRaces;
        lostRaces = 0;
        return lost;
    }

    /** Whether a checkpoint was written since this was last asked. */
    public boolean takeCheckpointed() {
        boolean written = checkpointed;
        checkpointed = false;
        return written;
    }

    private WriteReceipt commit(
            List<Batch<E>> batches,
            List<Batch<E>> lacking,
            Snapshot current,
            RowLayout<E> layout,
            boolean doubtful,
            boolean followed)
            throws IOException, SinkException {
        Batch<E> last = batches.get(batches.size() - 1);
        Transaction transaction = current.buildUpdateTableTransaction(engineInfo, Operation.WRITE)
                .withMaxRetries(0)
                .build(log.engine());
        StagingContext staging = staging(current, transaction);
        StagedBatches<E> staged;
        CloseableIterable<Row> actions;
        try {
            staged = stager.stage(lacking, layout, staging, followed);
            actions = stager.actions(
                    staged, staging, List.of(Transactions.action(last.writerId(), last.number(), latest.now())));
        } catch (RuntimeException e) {
            return rejected(batches, stager.unfit(lacking, layout, staging), doubtful, e);
        }
        Instant put = clock.instant();
        Committed commit =
                log.commit(transaction, actions, metrics(staged), () -> staged.requireFresh(clock.instant()));
        UncertainCommitException.requireCertain(latest.seen(), clock.instant());
        stager.forget();
        afterCommit(commit, current, Map.of(last.writerId(), last.number()), put);
        return WriteReceipt.written(
                commit.version(), batches.size(), staged.files().size(), staged.bytes());
    }

    private StagingContext staging(Snapshot current, Transaction transaction) {
        StagingContext known = staging;
        if (known == null || !known.serves(current)) {
            known = new StagingContext(current, transaction, log.engine());
            staging = known;
        }
        return known;
    }

    /**
     * Rejects the events for which nothing can be encoded, unless the table has the batches: an attempt that got no answer, of a
     * program that could, may have put them there.
     */
    private WriteReceipt rejected(
            List<Batch<E>> batches, List<Rejection> unfit, boolean doubtful, RuntimeException failure)
            throws IOException, SinkException {
        stager.forget();
        if (unfit.isEmpty()) {
            throw failure;
        }
        latest.forget();
        Snapshot now = latest.current();
        int present = Standing.of(batches, now, latest, rows).present();
        if (present > 0) {
            return WriteReceipt.alreadyPresent(now.getVersion(), present, doubtful);
        }
        throw SinkException.rejected(unfit, failure);
    }

    /** How rows fit into the table, if they do. */
    public RowLayout<E> requireUsable(Snapshot current) throws SinkException {
        RowLayout<E> layout = RowLayout.of(table, current);
        if (!layout.problems().isEmpty()) {
            latest.forget();
            throw failures.permanent(
                    "the table has another schema than the one documented: " + String.join("; ", layout.problems())
                            + ". Nothing was written; alter the table, or name another directory",
                    null);
        }
        TableProperties.requireWritable(current);
        UnsupportedWriterFeatures.requireAppendable(current, layout.names());
        latest.warnOfProperties(current);
        return layout;
    }

    /** Nothing that was staged will be asked for again. */
    public void forget() {
        stager.forget();
    }

    private static Map<String, String> metrics(StagedBatches<?> staged) {
        return Map.of(
                "numFiles", Integer.toString(staged.files().size()),
                "numOutputRows", Long.toString(staged.rows()),
                "numOutputBytes", Long.toString(staged.bytes()));
    }

    /** After a commit: the snapshot that follows from it, and a checkpoint when one is due. */
    private void afterCommit(Committed commit, Snapshot before, Map<String, Long> transactions, Instant put) {
        commit.next().ifPresentOrElse(next -> latest.follow(next, transactions, put), latest::forget);
        try {
            if (log.checkpointIfDue(commit.version(), before)) {
                checkpointed = true;
                latest.forget();
            }
        } catch (IOException | RuntimeException e) {
            SinkException explained = failures.explained(e);
            LOG.log(
                    explained.isPermanent() ? Level.WARNING : Level.DEBUG,
                    "version " + commit.version() + " is written; its checkpoint failed: " + explained.getMessage());
        }
    }
}
