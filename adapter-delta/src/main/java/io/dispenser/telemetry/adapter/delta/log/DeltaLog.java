package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.types.StructField;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.io.TableStoreIO;
import io.dispenser.telemetry.adapter.delta.kernel.AddedColumns;
import io.dispenser.telemetry.adapter.delta.kernel.Checkpoints;
import io.dispenser.telemetry.adapter.delta.kernel.CommitDetails;
import io.dispenser.telemetry.adapter.delta.kernel.DetailedCommitter;
import io.dispenser.telemetry.adapter.delta.kernel.FollowedSnapshot;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.adapter.delta.kernel.SenselessPropertyException;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The transaction log of the table in a file store: load it, create it, gather it in a checkpoint. */
public final class DeltaLog {

    private static final Logger LOG = System.getLogger(DeltaLog.class.getName());

    /** How often Kernel rebases a change on the appends of others: they may come faster than one rebase takes. */
    private static final int REBASES = 30;

    private final TableStore store;
    private final KernelEngine engine;
    private final DetailedCommitter committer;
    private final String engineInfo;
    private final InlineLogCleanup cleaning;
    private final LogDamage damage;
    private final ChecksumFiles checksums;
    private final SnapshotLoader loader;

    /** A log that is only read. */
    public DeltaLog(TableStore store) {
        this(store, "", Map.of(), Map.of(), true);
    }

    /**
     * @param engineInfo who writes
     * @param writeParameters what the commit information of an append tells of the operation
     * @param createProperties properties of a new table that Kernel refuses
     */
    public DeltaLog(
            TableStore store,
            String engineInfo,
            Map<String, String> writeParameters,
            Map<String, String> createProperties) {
        this(store, engineInfo, writeParameters, createProperties, false);
    }

    private DeltaLog(
            TableStore store,
            String engineInfo,
            Map<String, String> writeParameters,
            Map<String, String> createProperties,
            boolean onlyRead) {
        HostLocale.requirePlainDigits();
        this.store = store;
        this.damage = new LogDamage(store);
        this.checksums = new ChecksumFiles(store);
        TableStoreIO visible =
                onlyRead ? TableStoreIO.ofReplays(store, damage::isHidden) : new TableStoreIO(store, damage::isHidden);
        this.engine = KernelEngine.of(visible, new PlainCodecs());
        this.committer = new DetailedCommitter(engineInfo, writeParameters, createProperties);
        this.loader = new SnapshotLoader(store, engine, committer, damage, checksums);
        this.engineInfo = engineInfo;
        this.cleaning = new InlineLogCleanup(store, Retention.DEFAULT);
    }

    public KernelEngine engine() {
        return engine;
    }

    /**
     * The table's latest version; empty if there is no table and nothing else either.
     *
     * @throws TableStoreException also if the log is damaged
     */
    public Optional<Snapshot> load() throws IOException {
        return loader.load();
    }

    /** The commit of a version, read by itself with one request; empty if there is none. */
    public Optional<LoggedCommit> commit(long version) throws TableStoreException {
        return LoggedCommit.read(store, version);
    }

    /** The version that follows from {@code known} and the commits after it, all of which only append. */
    Snapshot following(Snapshot known, List<LoggedCommit> commits, Instant now) {
        return FollowedSnapshot.of(
                known,
                commits.stream()
                        .map(commit -> commit.followed(now.toEpochMilli()))
                        .toList(),
                engine);
    }

    /** As {@link SnapshotLoader#withChecksum}. */
    Snapshot withChecksum(Snapshot loaded) throws IOException {
        return loader.withChecksum(loaded);
    }

    /** Whether the writer of {@code commit} gathers the log in a checkpoint. */
    boolean isCheckpointed(LoggedCommit commit, Snapshot before) {
        return CheckpointWriter.isDue(commit.version(), before);
    }

    /**
     * Adds nullable columns behind the table's own.
     *
     * @return the version that has them; empty if somebody else's commit came first
     */
    public OptionalLong addColumns(Snapshot latest, List<StructField> fields) {
        try {
            // No checksum: Kernel's idea of the version has the schema of the one before.
            return OptionalLong.of(AddedColumns.transaction(latest, fields, engineInfo, engine)
                    .commit(engine, CloseableIterable.emptyIterable())
                    .getVersion());
        } catch (ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Whether {@code failure}, of something that was done with a loaded version, is that of a damaged checkpoint which is
     * passed over from now on: a version that is loaded anew does without it.
     */
    public boolean passOver(Exception failure) throws TableStoreException {
        return damage.passOver(failure);
    }

    /** Reads the checkpoint that a version builds on, if it has one: whether it can be. */
    public void readCheckpoint(Snapshot snapshot) throws IOException {
        Checkpoints.read(snapshot, engine);
    }

    /** Whether a checkpoint is passed over since it is damaged, so that a new one is due. */
    public boolean lacksCheckpoint() {
        return damage.lacksCheckpoint();
    }

    /** What is damaged and was done without, for a person. */
    public List<String> warnings() {
        return damage.warnings();
    }

    /**
     * The latest version, not trusting its checksum where a few requests tell whether it is right: one that contradicts the
     * log is deleted, since each commit carries on what the one before it said. Others are found at the next checkpoint.
     */
    public Optional<Snapshot> loadVerified() throws IOException {
        return loader.loadVerified();
    }

    /** Creates the table, or finds that somebody else just did. Either way the table is there on return. */
    public Snapshot create(TelemetryTable<?> table) throws IOException {
        try {
            TableManager.buildCreateTableTransaction(TablePaths.ROOT, TableMetadata.schema(table), engineInfo)
                    .withDataLayoutSpec(DataLayoutSpec.partitioned(List.of(new Column(table.partitionColumn()))))
                    .withTableProperties(TableMetadata.properties(table))
                    .withCommitter(committer)
                    .withMaxRetries(0)
                    .build(engine)
                    .commit(engine, CloseableIterable.emptyIterable());
            // The transaction's own idea of the table lacks the properties that the committer added.
            Snapshot created = loader.loadExisting();
            if (created.getVersion() == 0) {
                checksums.write(created, engine);
            }
        } catch (TableAlreadyExistsException | ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
            return loader.loadExisting();
        }
        return loader.loadExisting();
    }

    /**
     * A commit that was made.
     *
     * @param next the version that follows from it; empty if the table has to be looked at for it
     */
    public record Committed(long version, Optional<Snapshot> next) {}

    /**
     * Commits, and writes the checksum file if that is cheap. What fails after the commit was put is no failure of the commit:
     * Kernel reads the table's properties then, whatever somebody has set them to.
     *
     * @param details what the commit tells of itself: metrics, or {@link CommitDetails#asProperties}
     * @param precondition run just before each attempt to put the commit; what it throws calls the commit off
     */
    public Committed commit(
            Transaction transaction,
            CloseableIterable<Row> actions,
            Map<String, String> details,
            Runnable precondition) {
        // Kernel asks for the properties at each attempt, after rebasing and just before the put: no other moment is as
        // late.
        transaction.withCommitterProperties(() -> {
            precondition.run();
            return details;
        });
        committer.begin();
        try {
            TransactionCommitResult result = transaction.commit(engine, actions);
            checksums.write(result, engine);
            return new Committed(result.getVersion(), result.getPostCommitSnapshot());
        } catch (RuntimeException e) {
            long landed = committer.landed().orElseThrow(() -> e);
            LOG.log(Level.DEBUG, "version " + landed + " is written; what Kernel does after it failed", e);
            return new Committed(landed, Optional.empty());
        }
    }

    /**
     * Gathers the log in a checkpoint and, now and then, removes some of what is older than the table's log retention, if one
     * is due.
     *
     * @param version what was just committed
     * @param before the version that the commit was made from
     * @return false if none is due
     */
    public boolean checkpointIfDue(long version, Snapshot before) throws IOException {
        if (!isCheckpointDue(version, before)) {
            return false;
        }
        checkpoint();
        return true;
    }

    /** Whether {@link #checkpointIfDue} would write one. */
    public boolean isCheckpointDue(long version, Snapshot before) {
        return damage.lacksCheckpoint() || CheckpointWriter.isDue(version, before);
    }

    /** Gathers the log in a checkpoint and, now and then, removes some of what is older than the table's log retention. */
    public void checkpoint() throws IOException {
        Snapshot latest = loader.loadExisting();
        // The store's time, since the clock of this machine may be wrong.
        Instant committed = SnapshotFacts.committed(latest);
        Instant here = InstantSource.system().instant();
        Instant now = committed.isBefore(here) ? committed : here;
        if (checkpoint(latest, now)) {
            cleaning.run(latest, now);
        }
    }

    /**
     * Gathers the log in a checkpoint, in the place of one that is damaged.
     *
     * @param now what has expired by then is left out
     * @return false if there was one
     */
    public boolean checkpoint(Snapshot latest, Instant now) throws IOException {
        return new CheckpointWriter(store, damage, checksums, engine).write(latest, now, loader::loadExisting);
    }

    /**
     * Makes sure that Kernel can write to the table.
     *
     * @throws io.delta.kernel.exceptions.KernelException if it uses features that Kernel does not write
     * @throws SenselessPropertyException if a property of the table is in the way
     */
    public void requireWritable(Snapshot snapshot) {
        TableProperties.requireWritable(snapshot);
        var unused = snapshot.buildUpdateTableTransaction(engineInfo, Operation.WRITE)
                .withMaxRetries(0)
                .build(engine);
    }

    /** A change of the table from {@code snapshot} on, which is rebased on what others append meanwhile. */
    public Transaction change(Snapshot snapshot) {
        return snapshot.buildUpdateTableTransaction(engineInfo, Operation.WRITE)
                .withMaxRetries(REBASES)
                .build(engine);
    }
}
