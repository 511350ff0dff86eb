package io.dispenser.telemetry.core.port;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a table is.
 *
 * @param version its latest version
 * @param ours whether this program created it
 * @param files data files of that version
 * @param rows rows of that version; empty if a file does not tell
 * @param bytes size of those files
 * @param smallFiles how many of them are smaller than half the target size
 * @param targetFileBytes the target size
 * @param oldestDate the oldest date that has rows; null if there are none, or no dates
 * @param newestDate the newest
 * @param newestRow the timestamp of the newest row, or two milliseconds later at most; null if the log does not tell
 * @param days the newest days that have rows, {@value #MOST_DAYS} at most, the oldest first; none of a table without dates
 * @param logCommits commits in the log, all that are still there
 * @param logFiles files of the log, of any kind
 * @param logBytes their size
 * @param sinceCheckpoint commits that are read when the table is opened, those after the last checkpoint
 * @param lastCheckpoint when the last checkpoint was written, by the store's clock; null if there is none
 * @param lastMaintenance when an agent last maintained the table to the end, by the store's clock; null if it isn't known
 * @param handOvers what hosts hand over to each other there
 * @param asOf the time of this description, by the same clock as the two before as far as that is known
 * @param warnings what should be mended, each in one sentence for a person
 */
public record TableDescription(
        long version,
        boolean ours,
        long files,
        OptionalLong rows,
        long bytes,
        long smallFiles,
        long targetFileBytes,
        @Nullable LocalDate oldestDate,
        @Nullable LocalDate newestDate,
        @Nullable Instant newestRow,
        List<TableDay> days,
        long logCommits,
        long logFiles,
        long logBytes,
        long sinceCheckpoint,
        @Nullable Instant lastCheckpoint,
        @Nullable Instant lastMaintenance,
        HandOvers handOvers,
        Instant asOf,
        List<String> warnings) {

    /** How many days are described, each by itself. */
    public static final int MOST_DAYS = 30;

    public TableDescription {
        days = List.copyOf(days);
        warnings = List.copyOf(warnings);
    }

    /** The share of small files, 0 to 1. */
    public double smallFileShare() {
        return files == 0 ? 0 : (double) smallFiles / files;
    }
}
