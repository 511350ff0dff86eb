package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.adapter.delta.io.ActionLines;
import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is missing in a log by the names of its files: a gap between commits, a commit that is empty, one that is gone from the end. */
final class LogFindings {

    private static final long NONE = -1;

    private long lastCommit = NONE;
    private long gapFrom = NONE;
    private long gapTo = NONE;
    private @Nullable FileEntry empty;
    private @Nullable FileEntry beyond;
    private long beyondVersion = NONE;

    /** Lists the whole log. Empty if by its names nothing is missing. */
    Optional<StorageError> look(TableStore store) throws TableStoreException {
        CompleteCheckpoints checkpoints = new CompleteCheckpoints();
        FileWalk walk = new FileWalk(store, TablePaths.LOG);
        for (List<FileEntry> chunk = walk.next(); !chunk.isEmpty(); chunk = walk.next()) {
            for (FileEntry file : chunk) {
                Optional<LogFileName> name = LogFileName.parse(file.name());
                if (name.isPresent()) {
                    add(file, name.get(), checkpoints.completes(file, name.get()));
                }
            }
        }
        if (empty != null) {
            return Optional.of(ActionLines.emptyCommit(empty.path()));
        }
        if (gapFrom != NONE) {
            return Optional.of(gap());
        }
        return beyond != null && beyondVersion > lastCommit ? Optional.of(lastIsGone(beyond)) : Optional.empty();
    }

    private void add(FileEntry file, LogFileName name, boolean completesCheckpoint) {
        if (completesCheckpoint) {
            empty = null; // what came before is of no matter
            gapFrom = NONE;
        }
        if (name.kind() == Kind.COMMIT) {
            if (file.size() == 0) {
                empty = file;
            }
            if (lastCommit != NONE && name.version() > lastCommit + 1) {
                gapFrom = lastCommit + 1;
                gapTo = name.version() - 1;
            }
            lastCommit = name.version();
        } else if (name.kind() != Kind.COMPACTED && name.version() > beyondVersion) {
            beyond = file;
            beyondVersion = name.version();
        }
    }

    private StorageError gap() {
        boolean isOne = gapFrom == gapTo;
        return StorageError.broken(
                "its log is damaged: the " + (isOne ? "commit " : "commits ") + LogFileName.commitPath(gapFrom)
                        + (isOne ? " is" : " to " + LogFileName.commitPath(gapTo) + " are")
                        + " gone, though later ones are there",
                "put " + (isOne ? "it" : "them") + " back from a copy (the bucket's earlier versions, a snapshot of the"
                        + " disk); without " + (isOne ? "it" : "them")
                        + " the table can't be read: name another directory for a new one");
    }

    private StorageError lastIsGone(FileEntry witness) {
        return StorageError.broken(
                "its last commit " + LogFileName.commitPath(beyondVersion) + " is gone, while " + witness.path()
                        + ", which is written after it, is there",
                "put the commit back from a copy; if there is none, remove the files of the log whose names begin with"
                        + " the numbers after "
                        + LogFileName.commitPath(lastCommit).substring(TablePaths.LOG.length() + 1)
                        + ", and the table goes on without what those versions changed");
    }
}
