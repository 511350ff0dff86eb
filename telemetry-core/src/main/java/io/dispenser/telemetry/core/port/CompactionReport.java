package io.dispenser.telemetry.core.port;

import java.util.List;

/**
 * What a compaction did, or what it would do.
 *
 * @param partitions how many partitions it changed: dates, in a table that is partitioned by them
 * @param commits how many versions it added to the table
 * @param filesRemoved data files that were there before, and were replaced; not those that it wrote itself on its way
 * @param bytesRemoved their size
 * @param filesAdded data files that are there in their place
 * @param bytesAdded their size
 * @param rowsRewritten rows written, each counted as often as it was
 * @param conflicts how often somebody else removed files first, and it was planned anew
 * @param failures which files could not be compacted since something is wrong with them, and what to do; each in one sentence.
 *     All others were
 * @param notes why files or the table were left as they are, each in one sentence
 */
public record CompactionReport(
        long partitions,
        long commits,
        long filesRemoved,
        long bytesRemoved,
        long filesAdded,
        long bytesAdded,
        long rowsRewritten,
        long conflicts,
        List<String> failures,
        List<String> notes) {

    public CompactionReport {
        failures = List.copyOf(failures);
        notes = List.copyOf(notes);
    }

    /** Nothing was done, and {@code why}. */
    public static CompactionReport nothing(String why) {
        return new CompactionReport(0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(why));
    }
}
