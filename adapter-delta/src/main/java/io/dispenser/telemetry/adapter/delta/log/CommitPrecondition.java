package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a commit that took its time stands on: the table is still the one that was read, and the files that it adds are still
 * there. While they were written, somebody may have made the table anew in its place, and this machine may have slept for
 * longer than a vacuum spares a file that no version names.
 */
public final class CommitPrecondition {

    /** So long a look holds: where others commit all the time, the attempts that follow must not be slowed down by it. */
    private static final Duration HOLDS = Duration.ofMinutes(1);

    private final DeltaLog log;
    private final TableStore store;
    private final Snapshot read;
    private @Nullable Instant looked;

    /** @param read the version that the commit starts from */
    public CommitPrecondition(DeltaLog log, TableStore store, Snapshot read) {
        this.log = log;
        this.store = store;
        this.read = read;
    }

    /** Whether it was looked at and found firm, once at least: a commit may have been put then. */
    public boolean wasVerified() {
        return looked != null;
    }

    /**
     * Makes sure, after the commit, that it counts: that it did not take longer than what was looked at holds.
     *
     * @throws UncertainCommitException if it may not
     */
    public void requireCertain(Instant now) {
        if (looked != null) {
            UncertainCommitException.requireCertain(looked, now);
        }
    }

    /**
     * Looks, unless it did within a minute; a request a file, one for the commit that was read, and those of loading the log.
     *
     * @param files paths as Kernel calls them
     * @param now by a clock that goes on while this machine sleeps
     * @throws OutdatedCommitException if it holds no longer
     * @throws UncheckedIOException if the store fails
     */
    public void verify(List<String> files, Instant now) {
        if (looked != null && Duration.between(looked, now).abs().compareTo(HOLDS) < 0) {
            return;
        }
        try {
            Optional<Snapshot> latest = log.load();
            if (latest.isEmpty()
                    || latest.get().getVersion() < read.getVersion()
                    || !SnapshotFacts.tableId(latest.get()).equals(SnapshotFacts.tableId(read))) {
                throw new OutdatedCommitException("the table was made anew since version " + read.getVersion());
            }
            if (store.stat(LogFileName.commitPath(read.getVersion())).isEmpty()) {
                throw new OutdatedCommitException("version " + read.getVersion()
                        + " was cleaned away, and the names of those after it may be free again");
            }
            for (String file : files) {
                if (store.stat(TablePaths.relative(file)).isEmpty()) {
                    throw new OutdatedCommitException(file + " was deleted before it came into the table");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        looked = now;
    }
}
