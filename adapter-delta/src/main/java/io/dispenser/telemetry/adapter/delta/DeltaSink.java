package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentTransactionException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.dispenser.telemetry.adapter.delta.StagedBatch.StagedFile;
import io.dispenser.telemetry.adapter.delta.internals.SnapshotFacts;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches to a Delta table, each with one commit. One thread at a time calls.
 *
 * <p><b>Exactly once.</b> A commit carries the batch's name as Delta's transaction identifier: {@code writerId} is the
 * application, {@code number} the version. Before a commit, and again when the commit meets those of others, Kernel looks
 * for the last number of this writer in the table; if it is this batch's or a later one, the batch is there. So a writer's
 * batches must come in the order of their numbers, as a spool gives them. A commit is a put-if-absent of the next version's
 * file. When the store can't say whether it happened, nothing is assumed: the sink loads the table anew and asks it. A data
 * file whose commit never happened belongs to no version and is removed by a vacuum some day.
 *
 * <p><b>The same cost at any version.</b> In the steady state of a single writer a batch of one day costs four requests: get
 * the last commit (it holds this writer's last number, and proves that the table is still there), put the data file,
 * put-if-absent the commit, put-if-absent its checksum file. For this the sink keeps the snapshot that follows from its own
 * commit, instead of listing the log. That chain is given up, and the table loaded anew (get {@code _last_checkpoint}, list
 * from there on, get the checksum file), after each checkpoint, after each meeting with other writers, and after each
 * failure. A checkpoint is due every {@code delta.checkpointInterval} versions (100 in tables that we create), at versions
 * that it divides, so that of many writers one does it; when twice as many versions passed without one, whoever commits
 * makes up for it. It reads the commits since the last one with a request for each of them (108 requests in all for 100
 * versions), so it adds about one request to the average batch. Checksum files and checkpoints are luxuries: the batch is written whether they succeed or not.
 *
 * <p><b>Somebody else's table.</b> A table that is there is taken as it is: {@link RowLayout} says what fits, and nothing is
 * written where something doesn't. A table that is not there is created by the first batch.
 *
 * @param <E> the events of the table
 */
public final class DeltaSink<E extends TelemetryEvent> implements BatchSink<E> {

    private static final Logger LOG = System.getLogger(DeltaSink.class.getName());

    /** How often one call looks at the table anew before the caller, who has a backoff, is told. */
    private static final int MAX_ATTEMPTS = 5;

    /** How often Kernel rebases a commit on the commits of others, without a pause, before the table is loaded anew. */
    private static final int KERNEL_RETRIES = 3;

    private static final int DEFAULT_CHECKPOINT_INTERVAL = 10;

    private final TelemetryTable<E> table;
    private final FileStore store;
    private final String engineInfo;
    private final InstantSource clock;
    private final DeltaLog log;
    private final SinkFailures failures;

    private @Nullable Snapshot snapshot;
    private @Nullable StagedBatch<E> staged;

    /**
     * A sink that opens its table, and creates it if there is none, with the first batch.
     *
     * @param table the definition of the table
     * @param store where the table is; the sink closes it
     * @param engineInfo who writes, for the table's history: {@code dispenser-telemetry/1.0}
     */
    public DeltaSink(TelemetryTable<E> table, FileStore store, String engineInfo) {
        this(table, store, engineInfo, InstantSource.system());
    }

    DeltaSink(TelemetryTable<E> table, FileStore store, String engineInfo, InstantSource clock) {
        this.table = table;
        this.store = store;
        this.engineInfo = engineInfo;
        this.clock = clock;
        this.log = new DeltaLog(
                store,
                engineInfo,
                Map.of("mode", "Append", "partitionBy", "[\"" + table.partitionColumn() + "\"]"),
                ColumnTypes.foreignProperties(table));
        this.failures = new SinkFailures("table " + table.name() + " in " + store.description());
    }

    /**
     * {@inheritDoc}
     *
     * <p>A receipt of a batch that was there before may tell a later version than the one that holds it.
     */
    @Override
    public WriteReceipt write(Batch<E> batch) throws SinkException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before batch " + batch.number() + " was written");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return append(batch);
            } catch (IOException | RuntimeException e) {
                snapshot = null;
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while batch " + batch.number() + " was written");
                }
                if (attempt == MAX_ATTEMPTS || !failures.passesWithAFreshLook(e)) {
                    throw failures.explained(e);
                }
                LOG.log(Level.DEBUG, "batch {0} of {1} meets {2}; looking anew", batch.number(), table.name(), e);
            }
        }
    }

    @Override
    public void close() {
        snapshot = null;
        staged = null;
        store.close();
    }

    private WriteReceipt append(Batch<E> batch) throws IOException, SinkException {
        Snapshot current = current();
        RowLayout<E> layout = RowLayout.of(table, current);
        if (!layout.problems().isEmpty()) {
            snapshot = null;
            throw failures.permanent(
                    "the table has another schema than the one documented: " + String.join("; ", layout.problems())
                            + ". Nothing was written; alter the table, or name another directory",
                    null);
        }
        try {
            Transaction transaction = current.buildUpdateTableTransaction(engineInfo, Operation.WRITE)
                    .withTransactionId(batch.writerId(), batch.number())
                    .withMaxRetries(KERNEL_RETRIES)
                    .build(log.engine());
            StagedBatch<E> files = stage(batch, layout, transaction);
            transaction.withCommitterProperties(() -> metrics(files));
            TransactionCommitResult result = transaction.commit(log.engine(), actions(transaction, files));
            staged = null;
            settle(result, current);
            return WriteReceipt.written(result.getVersion(), files.files().size(), files.bytes());
        } catch (ConcurrentTransactionException e) {
            snapshot = null;
            staged = null;
            return WriteReceipt.alreadyPresent(current().getVersion());
        }
    }

    private Snapshot current() throws IOException {
        Snapshot known = snapshot;
        if (known == null) {
            Optional<Snapshot> loaded = log.load();
            known = loaded.isPresent() ? loaded.get() : log.create(table);
            snapshot = known;
        }
        return known;
    }

    /** Puts the batch's data files into the store, one for each day, unless an earlier attempt did. */
    private StagedBatch<E> stage(Batch<E> batch, RowLayout<E> layout, Transaction transaction) throws IOException {
        StagedBatch<E> earlier = staged;
        Instant now = clock.instant();
        if (earlier != null && earlier.serves(batch, layout, now)) {
            return earlier;
        }
        Map<LocalDate, List<E>> days = new LinkedHashMap<>();
        for (E event : batch.events()) {
            days.computeIfAbsent(event.date(), date -> new ArrayList<>()).add(event);
        }
        DataFileEncoder<E> encoder = new DataFileEncoder<>(layout.columns());
        List<StagedFile> files = new ArrayList<>();
        for (Map.Entry<LocalDate, List<E>> day : days.entrySet()) {
            DataFile file = encoder.encode(day.getKey(), day.getValue());
            Literal partition = Literal.ofDate(Math.toIntExact(day.getKey().toEpochDay()));
            DataWriteContext context = context(transaction, partition);
            Set<Column> wanted = new HashSet<>(context.getStatisticsColumns());
            String path = context.getTargetDirectory() + "/part-" + UUID.randomUUID() + "." + DataFileEncoder.CODEC
                    + ".parquet";
            store.put(FileStoreIO.relative(path), file.content());
            files.add(new StagedFile(path, partition, file.content().length, file.rows(), file.statisticsOf(wanted)));
        }
        StagedBatch<E> fresh = new StagedBatch<>(batch.writerId(), batch.number(), layout, now, List.copyOf(files));
        staged = fresh;
        return fresh;
    }

    private DataWriteContext context(Transaction transaction, Literal partition) {
        return Transaction.getWriteContext(
                log.engine(),
                transaction.getTransactionState(log.engine()),
                Map.of(table.partitionColumn(), partition));
    }

    private CloseableIterable<Row> actions(Transaction transaction, StagedBatch<E> batch) throws IOException {
        Engine engine = log.engine();
        List<Row> actions = new ArrayList<>();
        for (StagedFile file : batch.files()) {
            DataFileStatus status = new DataFileStatus(
                    file.path(), file.size(), batch.stagedAt().toEpochMilli(), Optional.of(file.statistics()));
            try (CloseableIterator<Row> rows = Transaction.generateAppendActions(
                    engine,
                    transaction.getTransactionState(engine),
                    CloseableIterable.inMemoryIterable(CloseableIterators.of(List.of(status)))
                            .iterator(),
                    context(transaction, file.partition()))) {
                rows.forEachRemaining(actions::add);
            }
        }
        return CloseableIterable.inMemoryIterable(CloseableIterators.of(actions));
    }

    private static Map<String, String> metrics(StagedBatch<?> batch) {
        return Map.of(
                "numFiles", Integer.toString(batch.files().size()),
                "numOutputRows", Long.toString(batch.rows()),
                "numOutputBytes", Long.toString(batch.bytes()));
    }

    /** After a commit: the snapshot that follows from it, its checksum file, and a checkpoint when one is due. */
    private void settle(TransactionCommitResult result, Snapshot before) {
        snapshot = result.getPostCommitSnapshot().orElse(null);
        try {
            for (PostCommitHook hook : result.getPostCommitHooks()) {
                // The full kind reads the whole table; the next checkpoint makes up for it.
                if (hook.getType() == PostCommitHookType.CHECKSUM_SIMPLE) {
                    hook.threadSafeInvoke(log.engine());
                }
            }
            if (checkpointIsDue(result.getVersion(), before)) {
                snapshot = null;
                log.checkpoint();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.DEBUG,
                    "version {0} of {1} is written; what follows failed: {2}",
                    result.getVersion(),
                    table.name(),
                    e);
        }
    }

    private static boolean checkpointIsDue(long version, Snapshot before) {
        long interval = checkpointInterval(before);
        long since = version - Math.max(0, SnapshotFacts.checkpointVersion(before));
        boolean overdue = since >= 2 * interval && version % Math.max(1, interval / 10) == 0;
        return version % interval == 0 || overdue;
    }

    private static long checkpointInterval(Snapshot snapshot) {
        String set = snapshot.getTableProperties().get("delta.checkpointInterval");
        try {
            return set == null ? DEFAULT_CHECKPOINT_INTERVAL : Math.max(1, Long.parseLong(set.strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_CHECKPOINT_INTERVAL;
        }
    }
}
