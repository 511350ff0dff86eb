package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.CompleteCheckpoints;
import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.adapter.delta.log.NativeLogNames;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a table's log consists of.
 *
 * @param files all its files
 * @param bytes their size
 * @param commitsAfterCheckpoint commits of later versions than the last complete checkpoint; all if there is none
 * @param checkpoint when the last complete checkpoint was written; null if there is none
 * @param warnings what should be mended, for a person
 */
public record LogStatistics(
        long files,
        long bytes,
        long commits,
        long commitsAfterCheckpoint,
        @Nullable Instant checkpoint,
        List<String> warnings) {

    /** Some stores begin each chunk at the first file: rather few large ones. */
    private static final int CHUNK = 50_000;

    /** Lists the whole log. */
    public static LogStatistics of(TableStore store) throws TableStoreException {
        Count count = new Count();
        FileWalk walk = new FileWalk(store, TablePaths.LOG, "", CHUNK);
        for (List<FileEntry> chunk = walk.next(); !chunk.isEmpty(); chunk = walk.next()) {
            chunk.forEach(count::add);
        }
        List<String> warnings =
                count.otherDigits.isEmpty() ? List.of() : List.of(NativeLogNames.besideCommits(count.otherDigits));
        return new LogStatistics(
                count.files, count.bytes, count.commits, count.commitsAfter, count.checkpoint, warnings);
    }

    private static final class Count {

        private final CompleteCheckpoints checkpoints = new CompleteCheckpoints();
        private final List<String> otherDigits = new ArrayList<>();
        private long files;
        private long bytes;
        private long commits;
        private long commitsAfter;
        private long checkpointVersion = -1;
        private @Nullable Instant checkpoint;

        void add(FileEntry file) {
            files++;
            bytes += file.size();
            Optional<LogFileName> name = LogFileName.parse(file.name());
            if (name.isEmpty()) {
                if (otherDigits.size() < NativeLogNames.MOST && NativeLogNames.matches(file.name())) {
                    otherDigits.add(file.name());
                }
                return;
            }
            if (checkpoints.completes(file, name.get())) {
                checkpointVersion = name.get().version();
                checkpoint = file.modified();
                commitsAfter = 0;
            } else if (name.get().kind() == Kind.COMMIT) {
                commits++;
                // The commit of the checkpoint's own version comes after it.
                commitsAfter += name.get().version() > checkpointVersion ? 1 : 0;
            }
        }
    }
}
