package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.internals.SnapshotFacts;
import io.dispenser.telemetry.core.storage.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What a commit that took its time stands on: the table is still the one that was read, and the files that it adds are still
 * there. While they were written, somebody may have made the table anew in its place, and this machine may have slept for
 * longer than a vacuum spares a file that no version names.
 */
final class CommitGround {

    private final DeltaLog log;
    private final FileStore store;
    private final Snapshot read;

    /** @param read the version that the commit starts from */
    CommitGround(DeltaLog log, FileStore store, Snapshot read) {
        this.log = log;
        this.store = store;
        this.read = read;
    }

    /**
     * Looks; a request a file, and those of loading the log.
     *
     * @param files paths as Kernel calls them
     * @throws OutdatedCommitException if it holds no longer
     * @throws UncheckedIOException if the store fails
     */
    void requireFirm(List<String> files) {
        try {
            Optional<Snapshot> latest = log.load();
            if (latest.isEmpty()
                    || latest.get().getVersion() < read.getVersion()
                    || !SnapshotFacts.tableId(latest.get()).equals(SnapshotFacts.tableId(read))) {
                throw new OutdatedCommitException("the table was made anew since version " + read.getVersion());
            }
            for (String file : files) {
                if (store.stat(FileStoreIO.relative(file)).isEmpty()) {
                    throw new OutdatedCommitException(file + " was deleted before it came into the table");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
