package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.core.port.CompactionReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a compaction has done so far. */
final class CompactionStats {

    long partitions;
    long commits;
    long conflicts;
    long skippedDeletionVectors;
    long skippedOutside;
    final List<String> failures = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    /** The files that this compaction wrote and that are still in the table, by their paths, with their sizes. */
    private final Map<String, Long> written = new HashMap<>();

    private long filesRemoved;
    private long bytesRemoved;
    private long rows;

    /** A step: what it wrote of the files of an earlier one was never there before, and what it replaced of them is gone. */
    void add(List<CompactionCandidate> removed, List<LogFile> added) {
        commits++;
        for (CompactionCandidate file : removed) {
            LogFile known = file.file();
            if (known == null || written.remove(known.path()) == null) {
                filesRemoved++;
                bytesRemoved += file.size();
            }
        }
        for (LogFile file : added) {
            written.put(file.path(), file.size());
            rows += file.rows().orElse(0);
        }
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
                written.size(),
                written.values().stream().mapToLong(Long::longValue).sum(),
                rows,
                conflicts,
                failures,
                notes);
    }
}
