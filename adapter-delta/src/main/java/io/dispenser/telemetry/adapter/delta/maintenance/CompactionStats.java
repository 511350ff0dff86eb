package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.core.port.CompactionReport;
import java.util.ArrayList;
import java.util.List;

/** What a compaction has done so far. */
final class CompactionStats {

    long partitions;
    long commits;
    long conflicts;
    long skippedDeletionVectors;
    long skippedOutside;
    final List<String> failures = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    private long filesRemoved;
    private long bytesRemoved;
    private long filesAdded;
    private long bytesAdded;
    private long rows;

    void add(long removed, long removedBytes, long added, long addedBytes, long rowsRewritten) {
        commits++;
        filesRemoved += removed;
        bytesRemoved += removedBytes;
        filesAdded += added;
        bytesAdded += addedBytes;
        rows += rowsRewritten;
    }

    CompactionReport report() {
        if (skippedDeletionVectors > 0) {
            notes.add(
                    skippedDeletionVectors == 1
                            ? "1 file with a deletion vector was left to whoever wrote that"
                            : skippedDeletionVectors + " files with deletion vectors were left to whoever wrote those");
        }
        if (skippedOutside > 0) {
            notes.add(
                    skippedOutside == 1
                            ? "1 file was left that the log names by its whole address, as in shallow clones"
                            : skippedOutside
                                    + " files were left that the log names by their whole addresses, as in shallow clones");
        }
        return new CompactionReport(
                partitions,
                commits,
                filesRemoved,
                bytesRemoved,
                filesAdded,
                bytesAdded,
                rows,
                conflicts,
                failures,
                notes);
    }
}
