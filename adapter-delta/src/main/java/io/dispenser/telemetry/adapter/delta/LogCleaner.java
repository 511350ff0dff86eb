package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.internals.SnapshotFacts;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.FileStoreException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes log files that the table's log retention no longer asks for: commits, their checksums, and checkpoints.
 *
 * <p>Every version whose commit has not expired stays readable. So a file goes only if it is older than the last complete
 * checkpoint that is not after the first such commit; what that checkpoint gathers, it replaces. Ages are differences of the
 * store's own times.
 */
final class LogCleaner {

    private static final String LAST_CHECKPOINT = DeltaLog.DIRECTORY + "/_last_checkpoint";
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*(\\d+)");

    private final FileStore store;

    LogCleaner(FileStore store) {
        this.store = store;
    }

    /** Deletes what has expired, oldest version first; nothing if the table asks to keep its log. */
    void clean(Snapshot snapshot, Instant now) throws FileStoreException {
        Optional<Duration> retention = SnapshotFacts.logRetention(snapshot);
        if (retention.isPresent()) {
            for (FileEntry file : expired(LogListing.of(store), now.minus(retention.get()))) {
                store.delete(file.path());
            }
        }
    }

    /**
     * The files that may go.
     *
     * @param cutoff files of this time or before have expired
     */
    List<FileEntry> expired(LogListing log, Instant cutoff) throws FileStoreException {
        OptionalLong firstKept = log.firstCommitAfter(cutoff);
        NavigableMap<Long, Instant> checkpoints = log.checkpoints();
        if (firstKept.isEmpty() || checkpoints.isEmpty()) {
            return List.of();
        }
        // Readers start at the checkpoint that this file names, even if there are later ones.
        long needed = Math.min(firstKept.getAsLong(), lastCheckpoint().orElse(Long.MAX_VALUE));
        Map.Entry<Long, Instant> base = checkpoints.floorEntry(needed);
        if (base == null) {
            return List.of();
        }
        return log.versioned().stream()
                .filter(each -> each.name().version() < base.getKey()
                        && !each.file().modified().isAfter(cutoff))
                .map(LogListing.Versioned::file)
                .toList();
    }

    private OptionalLong lastCheckpoint() throws FileStoreException {
        try {
            Matcher version = VERSION.matcher(new String(store.readAll(LAST_CHECKPOINT), UTF_8));
            return version.find() ? OptionalLong.of(Long.parseLong(version.group(1))) : OptionalLong.empty();
        } catch (FileStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
