package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Snapshot.ChecksumWriteMode;
import io.delta.kernel.TableManager;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.commit.Committer;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.InvalidTableException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import io.delta.kernel.transaction.DataLayoutSpec;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.io.TableStoreIO;
import io.dispenser.telemetry.adapter.delta.kernel.Checkpoints;
import io.dispenser.telemetry.adapter.delta.kernel.DetailedCommitter;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
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

/** The transaction log of the table in a file store: load it, create it, gather it in a checkpoint. */
public final class DeltaLog {

    private static final Logger LOG = System.getLogger(DeltaLog.class.getName());

    /** A listing that runs beside commits may miss one of them; a second look then sees it. */
    private static final int LOAD_ATTEMPTS = 3;

    private final TableStore store;
    private final Engine engine;
    private final Committer committer;
    private final String engineInfo;
    private final InlineLogCleanup cleaning;

    /** A log that is only read. */
    public DeltaLog(TableStore store) {
        this(store, "", Map.of(), Map.of());
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
        HostLocale.requirePlainDigits();
        this.store = store;
        this.engine = KernelEngine.of(new TableStoreIO(store), new PlainCodecs());
        this.committer = new DetailedCommitter(engineInfo, writeParameters, createProperties);
        this.engineInfo = engineInfo;
        this.cleaning = new InlineLogCleanup(store, Retention.DEFAULT);
    }

    public Engine engine() {
        return engine;
    }

    /** The table's latest version; empty if there is no table and nothing else either. */
    public Optional<Snapshot> load() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return Optional.of(TableManager.loadSnapshot(TablePaths.ROOT)
                        .withCommitter(committer)
                        .build(engine));
            } catch (TableNotFoundException e) {
                UnfoundTable place = new UnfoundTable(store);
                if (!place.wasJustCreated()) {
                    return Optional.empty();
                }
                if (attempt == LOAD_ATTEMPTS) {
                    throw place.notFoundThough(attempt, e);
                }
            } catch (InvalidTableException e) {
                if (attempt == LOAD_ATTEMPTS) {
                    throw e;
                }
            }
        }
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
            Snapshot created = loadExisting();
            if (created.getVersion() == 0) {
                writeChecksum(created);
            }
        } catch (TableAlreadyExistsException | ConcurrentWriteException | MaxCommitRetryLimitReachedException e) {
            return loadExisting();
        }
        return loadExisting();
    }

    /** Gathers the log in a checkpoint and, now and then, removes some of what is older than the table's log retention. */
    public void checkpoint() throws IOException {
        Snapshot latest = loadExisting();
        // The store's time, since the clock of this machine may be wrong.
        Instant committed = SnapshotFacts.committed(latest);
        Instant here = InstantSource.system().instant();
        Instant now = committed.isBefore(here) ? committed : here;
        if (checkpoint(latest, now)) {
            cleaning.run(latest, now);
        }
    }

    /**
     * Gathers the log in a checkpoint.
     *
     * @param now removals that have expired by then are left out
     * @return false if there was one
     */
    public boolean checkpoint(Snapshot latest, Instant now) throws IOException {
        writeChecksum(latest);
        Instant expired = now.minus(Retention.DEFAULT.ofDeletedFiles(latest));
        return Checkpoints.write(latest, new TableStoreIO(store), new PlainCodecs(), expired);
    }

    /**
     * Makes sure that Kernel can write to the table.
     *
     * @throws io.delta.kernel.exceptions.KernelException if it uses features that Kernel does not write
     */
    public void requireWritable(Snapshot snapshot) {
        var unused = snapshot.buildUpdateTableTransaction(engineInfo, Operation.WRITE)
                .withMaxRetries(0)
                .build(engine);
    }

    private Snapshot loadExisting() throws IOException {
        return load().orElseThrow(() -> new TableStoreException(
                Reason.UNAVAILABLE,
                "the table in " + store.description() + " was there a moment ago and is gone",
                null));
    }

    /** Writes the checksum file of a commit, if that is cheap. */
    public void writeChecksum(TransactionCommitResult result) {
        try {
            for (PostCommitHook hook : result.getPostCommitHooks()) {
                if (hook.getType() == PostCommitHookType.CHECKSUM_SIMPLE) {
                    hook.threadSafeInvoke(engine);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "no checksum file for version " + result.getVersion(), e);
        }
    }

    /** Writes a checksum file if there is none. A table is good without; only the next one to open it has more to read. */
    private void writeChecksum(Snapshot snapshot) {
        try {
            Optional<ChecksumWriteMode> mode = snapshot.getStatistics().getChecksumWriteMode();
            if (mode.isPresent()) {
                snapshot.writeChecksum(engine, mode.get());
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "no checksum file for version " + snapshot.getVersion(), e);
        }
    }
}
