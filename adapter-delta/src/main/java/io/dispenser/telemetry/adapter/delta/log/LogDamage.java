package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.delta.kernel.exceptions.InvalidTableException;
import io.delta.kernel.exceptions.KernelException;
import io.dispenser.telemetry.adapter.delta.io.ActionLines;
import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.BrokenFileException;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is damaged in a log, and what follows from it. A checkpoint that can't be read is passed over: the commits say the same,
 * as long as they are there. Nothing else can be done without, so it is told what is wrong with it.
 */
final class LogDamage {

    private static final Logger LOG = System.getLogger("telemetry");

    private static final String IN_LOG = TablePaths.LOG + "/";

    /** Where a checkpoint may have parts of itself. */
    private static final String PARTS = "_sidecars/";

    private static final String LAST_CHECKPOINT = IN_LOG + "_last_checkpoint";

    private final TableStore store;
    private final Set<String> passedOver = ConcurrentHashMap.newKeySet();
    private final Set<String> untold = ConcurrentHashMap.newKeySet();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String lastReason;

    LogDamage(TableStore store) {
        this.store = store;
    }

    /** Whether the log is read without this file; the one that names a checkpoint is of no use then. */
    boolean isHidden(String path) {
        return passedOver.contains(path) || (!passedOver.isEmpty() && path.equals(LAST_CHECKPOINT));
    }

    /** Whether a checkpoint is passed over, so that a new one is wanted. */
    boolean lacksCheckpoint() {
        return !passedOver.isEmpty();
    }

    /** A checkpoint was written that takes the place of those that are damaged. */
    void mended() {
        passedOver.clear();
    }

    /** What was found so far, for a person. */
    List<String> warnings() {
        return told.stream().sorted().toList();
    }

    /** Whether {@code failure} is a checkpoint's that was read so far, and is passed over from now on: then it may be tried again. */
    boolean passOver(Exception failure) throws TableStoreException {
        Optional<String> file = damagedFile(failure);
        if (file.isEmpty() || !file.get().startsWith(IN_LOG)) {
            return false;
        }
        String name = file.get().substring(IN_LOG.length());
        boolean isPart = name.startsWith(PARTS);
        boolean isCheckpoint = LogFileName.parse(name)
                .filter(parsed -> parsed.kind() == Kind.CHECKPOINT)
                .isPresent();
        Optional<String> checkpoint = isPart ? newestCheckpoint() : file.filter(found -> isCheckpoint);
        if (checkpoint.isEmpty() || !passedOver.add(checkpoint.get())) {
            return false;
        }
        String why = NetworkError.quote(Causes.text(Causes.root(failure))).replace(TablePaths.ROOT + "/", "");
        lastReason = why;
        String warning =
                store.description() + ": the checkpoint " + checkpoint.get() + " of the table's log can't be read ("
                        + (isPart ? file.get() + ": " : "") + why
                        + ") and is passed over; the table is read from its commits, and the next writer or maintenance writes a"
                        + " new one";
        untold.add(warning);
        return true;
    }

    /** The log could be loaded, without the checkpoints that are passed over. */
    void tell() {
        for (String warning : List.copyOf(untold)) {
            if (untold.remove(warning) && told.add(warning)) {
                LOG.log(Level.WARNING, warning);
            }
        }
    }

    /** A commit that is read but holds nothing. */
    void requireWholeCommits(Snapshot snapshot) throws TableStoreException {
        Optional<String> empty = SnapshotFacts.emptyCommit(snapshot);
        if (empty.isPresent()) {
            throw new TableStoreException(ActionLines.emptyCommit(TablePaths.relative(empty.get())), null);
        }
    }

    /** What to throw where the log can't be loaded: {@code failure}, or what a look at the log's files says of it. */
    Exception explained(Exception failure) throws IOException {
        boolean aboutVersions = failure instanceof InvalidTableException
                || (failure instanceof RuntimeException
                        && !(failure instanceof KernelException)
                        && !(failure instanceof UnsupportedOperationException)
                        && Causes.first(failure, IOException.class).isEmpty()
                        && Causes.first(failure, BrokenFileException.class).isEmpty());
        if (!aboutVersions) {
            return failure;
        }
        Optional<StorageError> found = new LogFindings().look(store);
        Optional<String> lost = passedOver.stream().findFirst();
        if (lost.isPresent() && (found.isPresent() || failure instanceof InvalidTableException)) {
            found = Optional.of(withoutCommits(lost.get()));
            passedOver.clear(); // somebody may put the checkpoint back
            untold.clear();
        }
        if (found.isEmpty()) {
            return failure;
        }
        String sentence = found.get().sentence() + " (" + NetworkError.quote(Causes.text(failure)) + ")";
        return new TableStoreException(StorageError.broken(sentence, found.get().remedy()), failure);
    }

    private StorageError withoutCommits(String checkpoint) {
        return StorageError.broken(
                "its checkpoint " + checkpoint + " can't be read (" + lastReason
                        + "), and commits that it stands for are no longer there",
                "put back that file, or an older checkpoint with all commits after it, from a copy (the bucket's earlier"
                        + " versions, a snapshot of the disk); without it the table is lost but for its data files, which"
                        + " stay readable as Parquet: name another directory for a new table");
    }

    private static Optional<String> damagedFile(Exception failure) throws TableStoreException {
        Optional<BrokenFileException> broken = Causes.first(failure, BrokenFileException.class);
        if (broken.isPresent()) {
            String path = broken.get().path();
            return TablePaths.isInside(path) ? Optional.of(TablePaths.relative(path)) : Optional.empty();
        }
        // A checkpoint that is gone was cleaned away meanwhile, and isn't listed any more; its parts are never listed.
        Optional<String> missing = Causes.first(failure, FileNotFoundException.class)
                .map(FileNotFoundException::getMessage)
                .filter(path -> path.startsWith(TablePaths.kernel(IN_LOG + PARTS)));
        return missing.isPresent() ? Optional.of(TablePaths.relative(missing.get())) : Optional.empty();
    }

    private Optional<String> newestCheckpoint() throws TableStoreException {
        Optional<String> newest = Optional.empty();
        FileWalk walk = new FileWalk(store, TablePaths.LOG);
        for (List<FileEntry> chunk = walk.next(); !chunk.isEmpty(); chunk = walk.next()) {
            for (FileEntry file : chunk) {
                if (!passedOver.contains(file.path())
                        && LogFileName.parse(file.name())
                                .filter(name -> name.kind() == Kind.CHECKPOINT)
                                .isPresent()) {
                    newest = Optional.of(file.path());
                }
            }
        }
        return newest;
    }
}
