package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the log files that the table's log retention no longer asks for: commits, their checksums, and checkpoints, the oldest
 * versions first.
 *
 * <p>Every version whose commit has not expired stays readable. So a file goes only if it is older than the last complete
 * checkpoint that is not after the first such commit; what that checkpoint gathers, it replaces. Ages are differences of the
 * store's own times.
 *
 * <p>What has expired comes first in the log, so the rest isn't looked at; and however much it is, only a few thousand files
 * are in memory. A first walk finds the checkpoint, a second one the files. The first chunk is kept in between, and mostly has
 * them all.
 */
public final class ExpiredLog {

    private static final long NONE = -1;

    private final TableStore store;
    private final Instant cutoff;
    private final OptionalLong imagined;
    private final long limit;

    private final FileWalk walk;
    private @Nullable List<FileEntry> first;
    private @Nullable FileWalk ahead;
    private final CompleteCheckpoints checkpoints = new CompleteCheckpoints();
    private long trusted;
    private long candidate = NONE;
    private long base = NONE;
    private long version = NONE;
    private long expired;
    private long expiredBeforeVersion;
    private long expiredBeforeCandidate;
    private long expiredBeforeBase;

    private boolean isBaseFound;
    private boolean isDone;
    private boolean isCut;
    private long taken;

    /**
     * @param cutoff files of this time or before have expired
     * @param imagined the version of a checkpoint that doesn't exist, as if it did
     * @param limit how many files are found at most. They end at a checkpoint, so that no version stays that can't be read,
     *     unless there are more before the first one that replaces any
     */
    public ExpiredLog(TableStore store, Instant cutoff, OptionalLong imagined, long limit) {
        this(store, cutoff, imagined, limit, FileWalk.CHUNK);
    }

    /** @param chunk how many files are listed at once */
    public ExpiredLog(TableStore store, Instant cutoff, OptionalLong imagined, long limit, int chunk) {
        this.store = store;
        this.cutoff = cutoff;
        this.imagined = imagined;
        this.limit = limit;
        this.walk = new FileWalk(store, TablePaths.LOG, "", chunk);
    }

    /** Whether everything is found. */
    public boolean isDone() {
        return isDone;
    }

    /** Whether files were left for the limit's sake; once all others are found. */
    public boolean isCut() {
        return isCut;
    }

    /** Whether {@code file} is among those to find; once the first were found. */
    public boolean has(FileEntry file, LogFileName name) {
        return name.version() < base && isExpired(file);
    }

    /** Lists one more chunk of the log, and returns those of its files that may go: perhaps none, though others follow. */
    public List<FileEntry> next() throws TableStoreException {
        if (isBaseFound) {
            return take();
        }
        if (ahead == null) {
            // Readers start at the checkpoint that this file names, even if there are later ones.
            long named = LastCheckpoint.version(store).orElse(Long.MAX_VALUE);
            trusted = Math.max(named, imagined.orElse(NONE));
            first = walk.next();
            ahead = walk.fork();
            findBase(first);
        } else {
            findBase(ahead.next());
        }
        isDone = isBaseFound && base == NONE;
        return List.of();
    }

    private void findBase(List<FileEntry> chunk) {
        for (FileEntry file : chunk) {
            Optional<LogFileName> name = LogFileName.parse(file.name());
            if (name.isPresent() && isLast(file, name.get())) {
                isBaseFound = true;
                return;
            }
        }
        isBaseFound |= chunk.isEmpty();
    }

    /** Looks at the next file of the log, and says whether no checkpoint after it matters. */
    private boolean isLast(FileEntry file, LogFileName name) {
        boolean isCommit = name.kind() == Kind.COMMIT;
        if (name.version() > version && name.kind() != Kind.COMPACTED) {
            version = name.version();
            expiredBeforeVersion = expired;
        }
        if ((checkpoints.completes(file, name) && name.version() <= trusted)
                || (isCommit && imagined.equals(OptionalLong.of(name.version())))) {
            candidate = name.version();
            expiredBeforeCandidate = expiredBeforeVersion;
        }
        // A checkpoint counts when a commit of its version or a later one is there, which comes after it in the list.
        if (isCommit && candidate > base) {
            if (expiredBeforeBase > 0 && expiredBeforeCandidate > limit) {
                isCut = true;
                return true;
            }
            base = candidate;
            expiredBeforeBase = expiredBeforeCandidate;
        }
        expired += name.kind() != Kind.COMPACTED && isExpired(file) ? 1 : 0; // one of those may go much later
        return isCommit && (!isExpired(file) || name.version() >= trusted);
    }

    private List<FileEntry> take() throws TableStoreException {
        List<FileEntry> chunk = first == null ? walk.next() : first;
        first = null;
        isDone = chunk.isEmpty();
        String end = String.format(Locale.ROOT, "%020d", base);
        List<FileEntry> found = new ArrayList<>();
        for (FileEntry file : chunk) {
            String name = file.name();
            isDone |= name.compareTo(end) >= 0;
            boolean goes =
                    LogFileName.parse(name).filter(parsed -> has(file, parsed)).isPresent();
            if (goes && taken == limit) {
                isCut = true;
                isDone = true;
            } else if (goes) {
                found.add(file);
                taken++;
            }
        }
        return found;
    }

    private boolean isExpired(FileEntry file) {
        return !file.modified().isAfter(cutoff);
    }
}
