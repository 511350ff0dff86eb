package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.delta.kernel.Snapshot.ChecksumWriteMode;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import io.dispenser.telemetry.adapter.delta.io.JsonObject;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.Checksums;
import io.dispenser.telemetry.adapter.delta.kernel.FollowedSnapshot;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The checksum files beside the commits: what a version comes to, so that whoever opens a table has little to read. A table is
 * good without them. One that contradicts the log is worse than none, since each commit carries on what the one before it said.
 */
final class ChecksumFiles {

    private static final Logger LOG = System.getLogger("telemetry");

    /** A log of so much is read for nothing but to see whether its checksum is right. */
    private static final int FEW_COMMITS = 10;

    private static final long FEW_BYTES = 4L << 20;

    private final TableStore store;

    ChecksumFiles(TableStore store) {
        this.store = store;
    }

    static boolean matches(String path) {
        return path.endsWith(TablePaths.CHECKSUM);
    }

    /** Writes the checksum file of a commit, if that is cheap. */
    void write(TransactionCommitResult result, Engine engine) {
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

    /** Writes a checksum file if there is none. */
    void write(Snapshot snapshot, Engine engine) {
        try {
            Optional<ChecksumWriteMode> mode = snapshot.getStatistics().getChecksumWriteMode();
            if (mode.isPresent()) {
                snapshot.writeChecksum(engine, mode.get());
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "no checksum file for version " + snapshot.getVersion(), e);
        }
    }

    /** Whether the checksum of a version is compared with the log when the table is opened: where that takes few requests. */
    boolean areChecked(Snapshot snapshot) {
        return Checksums.isThere(snapshot)
                && SnapshotFacts.commitsAfterCheckpoint(snapshot) <= FEW_COMMITS
                && SnapshotFacts.checkpointBytes(snapshot) <= FEW_BYTES;
    }

    /**
     * Removes the checksum of a version if the log says something else.
     *
     * @param replayed the same, read without checksums; a version that was committed in between tells nothing
     */
    boolean dropIfWrong(Snapshot snapshot, Snapshot replayed, Engine engine) throws IOException {
        return replayed.getVersion() == snapshot.getVersion()
                && Checksums.contradicts(snapshot, replayed, engine)
                && drop(snapshot.getVersion());
    }

    /** The same, where all files of the version were just counted. */
    boolean dropIfWrong(Snapshot snapshot, Checksums.Totals counted) throws TableStoreException {
        return Checksums.contradicts(snapshot, counted) && drop(snapshot.getVersion());
    }

    /**
     * Removes the latest checksum file if it is no JSON, as the end of a machine may leave it: while it is there, none follows from those
     * before. What is JSON, and says less than Kernel asks for, is another program's, and stays.
     */
    boolean dropIfCut(Snapshot snapshot) {
        OptionalLong version =
                Checksums.isThere(snapshot) ? OptionalLong.empty() : FollowedSnapshot.lastChecksum(snapshot);
        if (version.isEmpty()) {
            return false;
        }
        String path = path(version.getAsLong());
        try {
            if (JsonObject.parse(store.readAll(path)).isThere()) {
                return false;
            }
            store.delete(path);
            return true;
        } catch (TableStoreException e) {
            LOG.log(Level.DEBUG, "it is not known whether " + path + " is cut, or it stays so", e);
            return false;
        }
    }

    private static String path(long version) {
        return LogFileName.commitPath(version).replace(".json", TablePaths.CHECKSUM);
    }

    private boolean drop(long version) throws TableStoreException {
        String path = path(version);
        LOG.log(
                Level.WARNING,
                store.description() + ": the checksum file " + path
                        + " contradicts the log of the table and is removed;"
                        + " the log holds, and a later commit or checkpoint has a checksum again");
        store.delete(path);
        return true;
    }
}
