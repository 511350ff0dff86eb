package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Removes expired log files beside the writing of rows, for tables that nobody maintains: after a checkpoint, a bounded number
 * of files, and when nothing is left not again before a day has passed.
 */
public final class InlineLogCleanup {

    /** Some seconds of deletions, for which rows wait. */
    public static final int MOST = 1000;

    /** A commit leaves two files, and what goes has to be more than what comes. */
    private static final int FOR_EACH_COMMIT = 4;

    /** A log whose first checkpoint lies beyond so many chunks is left to maintenance, which doesn't let rows wait. */
    private static final int MOST_CHUNKS = 20;

    private static final Duration PAUSE = Duration.ofDays(1);

    private final TableStore store;
    private final Retention retention;
    private @Nullable Instant cleaned;

    InlineLogCleanup(TableStore store, Retention retention) {
        this.store = store;
        this.retention = retention;
    }

    /** Deletes some of what has expired, if it is time. Nothing if the table asks to keep its log. */
    void run(Snapshot snapshot, Instant now) throws TableStoreException {
        Optional<Duration> kept = retention.ofLog(snapshot);
        if (kept.isEmpty() || (cleaned != null && now.isBefore(cleaned.plus(PAUSE)))) {
            return;
        }
        ExpiredLog expired = new ExpiredLog(
                store,
                now.minus(kept.get()),
                OptionalLong.empty(),
                Math.max(MOST, FOR_EACH_COMMIT * SnapshotFacts.checkpointInterval(snapshot)));
        for (int chunk = 0; chunk < MOST_CHUNKS && !expired.isDone(); chunk++) {
            List<FileEntry> files = expired.next();
            try {
                new Deletions(store).run(files);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the writer's own caller ends it
                return;
            }
        }
        // Where something is left, and after a failure, the next checkpoint goes on.
        cleaned = expired.isCut() ? null : now;
    }
}
