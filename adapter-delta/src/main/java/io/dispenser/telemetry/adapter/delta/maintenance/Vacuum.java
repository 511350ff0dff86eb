package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.kernel.CommitDetails;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.Deletions;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.Retention;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.VacuumReport;
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
 * Deletes the data files that nobody needs any longer ({@link UnneededFiles}), between two commits that change nothing and tell
 * the table's history of it. Where they are very many, that is done several times. What counts is the deletion: it is not
 * undone or stopped because one of the commits could not be written.
 */
public final class Vacuum {

    private static final Logger LOG = System.getLogger(Vacuum.class.getName());

    private final DeltaLog log;
    private final TableStore store;
    private final Retention retention;

    public Vacuum(DeltaLog log, TableStore store, Retention retention) {
        this.log = log;
        this.store = store;
        this.retention = retention;
    }

    /**
     * Deletes what is not needed.
     *
     * @param dryRun whether nothing is deleted and the report says what would be
     */
    public VacuumReport run(Snapshot snapshot, boolean dryRun, MaintenanceWork work)
            throws IOException, InterruptedException, MaintenanceException {
        Duration wanted = SnapshotFacts.deletedFileRetention(snapshot);
        Duration kept = retention.ofDeletedFiles(snapshot);
        UnneededFiles search = new UnneededFiles(
                store,
                log,
                TableLayout.onlyDayColumn(snapshot),
                work.storeTold(),
                work.now().minus(kept));
        search.learn(snapshot);
        if (search.outside() != null) {
            return VacuumReport.nothing(
                    kept,
                    "nothing was deleted, since the log names " + search.outside()
                            + ", a file by its whole address: which files are in use can't be told in such a table (a"
                            + " shallow clone, for example)");
        }
        long files = 0;
        long bytes = 0;
        for (List<FileEntry> some = search.next(work); !some.isEmpty(); some = search.next(work)) {
            long size = some.stream().mapToLong(FileEntry::size).sum();
            files += some.size();
            bytes += size;
            if (!dryRun) {
                tell(new CommitDetails(
                        "VACUUM START",
                        Map.of(
                                "retentionCheckEnabled", "true",
                                "specifiedRetentionMillis", Long.toString(kept.toMillis()),
                                "defaultRetentionMillis", Long.toString(wanted.toMillis())),
                        Map.of(
                                "numFilesToDelete", Integer.toString(some.size()),
                                "sizeOfDataToDelete", Long.toString(size)),
                        false));
                delete(some, search.directories(), work);
            }
        }
        return new VacuumReport(
                files,
                bytes,
                search.directories(),
                kept,
                wanted.equals(kept)
                        ? List.of()
                        : List.of("the table asks to keep removed files for " + wanted.toSeconds()
                                + " seconds; they are kept for " + kept.toHours()
                                + " hours, for writers and readers that are under way"));
    }

    private void delete(List<FileEntry> files, int directories, MaintenanceWork work)
            throws IOException, InterruptedException, MaintenanceException {
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
                Transaction transaction = log.change(snapshot.get());
                var unused =
                        log.commit(transaction, CloseableIterable.emptyIterable(), details.asProperties(), () -> {});
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "{0} is not in the history: {1}", details.operation(), e);
        }
    }
}
