package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.maintenance.FileRun.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides which files of one partition are replaced next; a pure function of their sizes.
 *
 * <p><b>A day that is written to</b> is compacted by tiers: a file of n rows is in tier log<sub>k</sub> n, and the files of a
 * tier are merged when there are k of them. What comes out is at least one tier higher, so a row is rewritten at most once a
 * tier: log<sub>k</sub> of the number of rows that a file of target size has. Files are told apart by rows and not by bytes,
 * because merging leaves the rows what they are and makes the bytes fewer.
 *
 * <p><b>A day that is over</b> ends with few sorted runs: the smaller ones are merged, together with the next larger
 * one once they have half as many rows as it. So each further rewrite finds a row among at least half as many again, and late
 * rows don't let a whole day be rewritten each time.
 *
 * <p>What is merged is a {@link FileRun}: where a day has more rows than a file of target size takes, a run is several files
 * that don't overlap, so that whoever asks for the rows of one key reads one or two files of each run. A merge makes one run of
 * several, however many files that becomes, so there is an end to it.
 *
 * <p>Of runs of half the target size or more only the sorted ones of days that are over are replaced; files with deletion
 * vectors never.
 *
 * <p>Rows are sorted in memory where there are few enough. Otherwise unsorted files are first made into sorted ones of
 * bounded size, which are then merged, a few at a time: that may cost a row one more rewrite.
 */
public final class CompactionPlanner {

    /**
     * What is done next.
     *
     * @param merge whether the runs are sorted and are merged; else their rows are sorted in memory
     */
    record Step<C extends Candidate>(boolean merge, List<FileRun<C>> runs) {

        List<C> files() {
            return runs.stream().flatMap(run -> run.files().stream()).toList();
        }
    }

    private final MaintenanceLimits limits;
    private final long targetBytes;

    public CompactionPlanner(MaintenanceLimits limits, long targetBytes) {
        this.limits = limits;
        this.targetBytes = targetBytes;
    }

    /** Whether a file is so small that it should be part of a larger one. */
    boolean isSmall(long size) {
        return size < targetBytes / 2;
    }

    /**
     * The next step.
     *
     * @param files of one date, without deletion vectors
     * @param over whether the day is over
     * @return empty if the files may stay as they are
     */
    <C extends Candidate> Optional<Step<C>> next(List<C> files, boolean over) {
        List<FileRun<C>> runs = FileRun.of(files);
        runs.removeIf(run -> !isSmall(run.size()) && !(over && run.sorted()));
        List<FileRun<C>> chosen = over ? smallerOnes(runs) : fullTier(runs);
        return chosen.size() < 2 ? Optional.empty() : step(chosen);
    }

    /** The number of times that a tier's bound can be divided by k. */
    int tier(long rows) {
        int tier = 0;
        for (long left = rows / limits.fanIn(); left > 0; left /= limits.fanIn()) {
            tier++;
        }
        return tier;
    }

    private <C extends Candidate> List<FileRun<C>> fullTier(List<FileRun<C>> runs) {
        Map<Integer, List<FileRun<C>>> tiers = new TreeMap<>();
        for (FileRun<C> run : runs) {
            tiers.computeIfAbsent(tier(run.rows()), tier -> new ArrayList<>()).add(run);
        }
        for (List<FileRun<C>> tier : tiers.values()) {
            if (tier.size() >= limits.fanIn()) {
                return tier;
            }
        }
        return List.of();
    }

    private static <C extends Candidate> List<FileRun<C>> smallerOnes(List<FileRun<C>> runs) {
        List<FileRun<C>> smallestFirst = new ArrayList<>(runs);
        smallestFirst.sort(Comparator.comparingLong(FileRun::rows));
        long below = 0;
        int end = 0;
        for (int i = 0; i < smallestFirst.size(); i++) {
            long rows = smallestFirst.get(i).rows();
            if (i > 0 && 2 * below >= rows) {
                end = i + 1;
            }
            below += rows;
        }
        return smallestFirst.subList(0, end);
    }

    private <C extends Candidate> Optional<Step<C>> step(List<FileRun<C>> chosen) {
        List<FileRun<C>> unsorted = new ArrayList<>();
        List<FileRun<C>> sorted = new ArrayList<>();
        for (FileRun<C> run : chosen) {
            (run.sorted() ? sorted : unsorted).add(run);
        }
        sorted.sort(Comparator.comparingLong(FileRun::rows));
        if (unsorted.isEmpty()) {
            List<FileRun<C>> merged = firstThatFit(sorted, limits.fanIn(), Long.MAX_VALUE);
            return merged.size() < 2 ? Optional.empty() : Optional.of(new Step<>(true, merged));
        }
        // Files that were written at the same time hold rows of the same time.
        unsorted.sort(Comparator.comparingLong(FileRun::modifiedMillis));
        List<FileRun<C>> fitting = firstThatFit(unsorted, limits.maxInputs(), limits.sortRows());
        if (fitting.isEmpty()) {
            return Optional.of(new Step<>(false, List.of(unsorted.get(0))));
        }
        if (fitting.size() == unsorted.size()) {
            unsorted.addAll(sorted);
            fitting = firstThatFit(unsorted, limits.maxInputs(), limits.sortRows());
        }
        return Optional.of(new Step<>(false, fitting));
    }

    /** The first of these runs that are at most so many, in files and rows that one step may take. */
    private <C extends Candidate> List<FileRun<C>> firstThatFit(List<FileRun<C>> runs, int most, long mostRows) {
        long rows = 0;
        long files = 0;
        for (int i = 0; i < runs.size(); i++) {
            rows += runs.get(i).rows();
            files += runs.get(i).files().size();
            if (i == most || rows > mostRows || files > limits.maxInputs()) {
                return List.copyOf(runs.subList(0, i));
            }
        }
        return List.copyOf(runs);
    }
}
