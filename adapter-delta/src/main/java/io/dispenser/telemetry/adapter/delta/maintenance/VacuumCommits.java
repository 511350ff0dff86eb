package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.kernel.CommitDetails;
import io.dispenser.telemetry.adapter.delta.log.Deletions;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes files between two commits that change nothing and tell the table's history of it. What counts is the deletion: it
 * is not undone or stopped because one of them could not be written.
 */
public final class VacuumCommits {

    private static final Logger LOG = System.getLogger(VacuumCommits.class.getName());

    private static final int KERNEL_RETRIES = 30;

    private final DeltaLog log;
    private final TableStore store;
    private final String engineInfo;
    private final Duration wanted;
    private final Duration retention;

    /**
     * @param wanted the retention that the table asks for
     * @param retention the one that is kept
     */
    public VacuumCommits(DeltaLog log, TableStore store, String engineInfo, Duration wanted, Duration retention) {
        this.log = log;
        this.store = store;
        this.engineInfo = engineInfo;
        this.wanted = wanted;
        this.retention = retention;
    }

    public void delete(List<FileEntry> files, int directories, MaintenanceWork work)
            throws IOException, InterruptedException, MaintenanceException {
        long bytes = files.stream().mapToLong(FileEntry::size).sum();
        tell(new CommitDetails(
                "VACUUM START",
                Map.of(
                        "retentionCheckEnabled", "true",
                        "specifiedRetentionMillis", Long.toString(retention.toMillis()),
                        "defaultRetentionMillis", Long.toString(wanted.toMillis())),
                Map.of("numFilesToDelete", Integer.toString(files.size()), "sizeOfDataToDelete", Long.toString(bytes)),
                false));
        work.expect(files.size());
        String status = "FAILED";
        Deletions deletions = new Deletions(store);
        try {
            deletions.run(files, () -> work.advance(1));
            status = "COMPLETED";
        } finally {
            tell(new CommitDetails(
                    "VACUUM END",
                    Map.of("status", status),
                    Map.of(
                            "numDeletedFiles", Integer.toString(deletions.deleted()),
                            "numVacuumedDirectories", Integer.toString(directories)),
                    false));
        }
    }

    private void tell(CommitDetails details) {
        try {
            Optional<Snapshot> snapshot = log.load();
            if (snapshot.isPresent()) {
                Transaction transaction = snapshot.get()
                        .buildUpdateTableTransaction(engineInfo, Operation.WRITE)
                        .withMaxRetries(KERNEL_RETRIES)
                        .build(log.engine());
                transaction.withCommitterProperties(details::asProperties);
                var unused = log.commit(transaction, CloseableIterable.emptyIterable());
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "{0} is not in the history: {1}", details.operation(), e);
        }
    }
}
