package io.dispenser.telemetry.adapter.delta.committer;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.committer.MergedRows.Merged;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.CommitDetails;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.adapter.delta.log.OutdatedCommitException;
import io.dispenser.telemetry.adapter.delta.write.StagedFile;
import io.dispenser.telemetry.adapter.delta.write.StagingContext;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data files of the group that is being committed: put before the commit, used again by its next attempt, and kept in memory
 * until it is known that a version names them. One thread.
 */
final class StagedGroups {

    /** A vacuum of somebody else may take files that no version names once they are some hours old. */
    private static final Duration LAST = Duration.ofHours(1);

    private final TableStore store;
    private final InstantSource clock;
    private @Nullable StagedGroup staged;

    StagedGroups(TableStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Files that were put for a group, with what they hold. */
    record StagedGroup(List<HandedOver> group, Instant at, Map<StagedFile, byte[]> files) {

        /** What a commit of them tells of itself. */
        Map<String, String> details() {
            return Map.of(
                    CommitDetails.parameter(LoggedCommit.INBOX_FILES),
                    group.stream().map(each -> each.name().token()).collect(Collectors.joining(",")),
                    "numFiles",
                    Integer.toString(files.size()),
                    "numOutputRows",
                    Long.toString(
                            files.keySet().stream().mapToLong(StagedFile::rows).sum()),
                    "numOutputBytes",
                    Long.toString(
                            files.keySet().stream().mapToLong(StagedFile::size).sum()));
        }
    }

    /** The files for a group, put now or by an earlier attempt. */
    StagedGroup of(List<HandedOver> group, Snapshot current, StagingContext staging) throws IOException {
        StagedGroup earlier = staged;
        if (earlier != null && earlier.group().equals(group) && isFresh(earlier)) {
            return earlier;
        }
        Instant now = clock.instant();
        Map<StagedFile, byte[]> files = new HashMap<>();
        for (Merged merged : new MergedRows(current).files(group)) {
            StagedFile file = StagedFile.of(merged.file(), merged.partition(), staging);
            store.put(TablePaths.relative(file.path()), merged.file().content());
            files.put(file, merged.file().content());
        }
        StagedGroup fresh = new StagedGroup(group, now, files);
        staged = fresh;
        return fresh;
    }

    /** @throws OutdatedCommitException if the files are so old that somebody may have deleted them */
    void requireFresh(StagedGroup files) {
        if (!isFresh(files)) {
            throw new OutdatedCommitException("the data files were written at " + files.at());
        }
    }

    /**
     * After a commit whose outcome was not known, it may be in the table, and this machine may have slept so long before it that
     * a vacuum took its files: what is still in memory is put back before anybody deletes where the rows came from.
     */
    void putBack() throws IOException {
        StagedGroup kept = staged;
        if (kept != null && !isFresh(kept)) {
            for (Map.Entry<StagedFile, byte[]> file : kept.files().entrySet()) {
                String path = TablePaths.relative(file.getKey().path());
                if (store.stat(path).isEmpty()) {
                    store.put(path, file.getValue());
                }
            }
            staged = null;
        }
    }

    /** They are named by a version, or will never be. */
    void forget() {
        staged = null;
    }

    private boolean isFresh(StagedGroup files) {
        return Duration.between(files.at(), clock.instant()).abs().compareTo(LAST) < 0;
    }
}
