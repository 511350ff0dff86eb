package io.dispenser.telemetry.adapter.delta.maintenance;

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
 * <p><b>A day that is over</b> ends with few files: the smaller ones are merged, together with the next larger one once they
 * have half as many rows as it. So each further rewrite finds a row among at least half as many again, and late rows don't
 * let a whole day be rewritten each time.
 *
 * <p>Files of half the target size or more are left alone, and those with deletion vectors.
 *
 * <p>Rows are sorted in memory where there are few enough. Otherwise unsorted files are first made into sorted ones of
 * bounded size, which are then merged, a few at a time: that may cost a row one more rewrite.
 */
public final class CompactionPlanner {

    /** A file that may be replaced. */
    interface Candidate {
        long rows();

        long size();

        boolean sorted();

        long modifiedMillis();
    }

    /**
     * What is done next.
     *
     * @param merge whether the files are sorted and are merged; else their rows are sorted in memory
     */
    record Step<C>(boolean merge, List<C> files) {}

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
     * @param files small files of one date, without deletion vectors
     * @param over whether the day is over
     * @return empty if the files may stay as they are
     */
    <C extends Candidate> Optional<Step<C>> next(List<C> files, boolean over) {
        List<C> chosen = over ? smallerOnes(files) : fullTier(files);
        return chosen.size() < 2 ? Optional.empty() : Optional.of(step(chosen));
    }

    /** The number of times that a tier's bound can be divided by k. */
    int tier(long rows) {
        int tier = 0;
        for (long left = rows / limits.fanIn(); left > 0; left /= limits.fanIn()) {
            tier++;
        }
        return tier;
    }

    private <C extends Candidate> List<C> fullTier(List<C> files) {
        Map<Integer, List<C>> tiers = new TreeMap<>();
        for (C file : files) {
            tiers.computeIfAbsent(tier(file.rows()), tier -> new ArrayList<>()).add(file);
        }
        for (List<C> tier : tiers.values()) {
            if (tier.size() >= limits.fanIn()) {
                return tier;
            }
        }
        return List.of();
    }

    private static <C extends Candidate> List<C> smallerOnes(List<C> files) {
        List<C> smallestFirst = new ArrayList<>(files);
        smallestFirst.sort(Comparator.comparingLong(Candidate::rows));
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

    private <C extends Candidate> Step<C> step(List<C> chosen) {
        List<C> unsorted = new ArrayList<>();
        List<C> sorted = new ArrayList<>();
        for (C file : chosen) {
            (file.sorted() ? sorted : unsorted).add(file);
        }
        sorted.sort(Comparator.comparingLong(Candidate::rows));
        if (unsorted.isEmpty()) {
            return new Step<>(true, firstThatFit(sorted));
        }
        // Files that were written at the same time hold rows of the same time.
        unsorted.sort(Comparator.comparingLong(Candidate::modifiedMillis));
        Fitting<C> fitting = new Fitting<>();
        fitting.addAll(unsorted);
        if (fitting.files.isEmpty()) {
            return new Step<>(false, List.of(unsorted.get(0)));
        }
        fitting.addAll(sorted);
        return new Step<>(false, List.copyOf(fitting.files));
    }

    /** Files whose rows can be sorted at once. */
    private final class Fitting<C extends Candidate> {

        final List<C> files = new ArrayList<>();
        private long rows;
        private long bytes;

        /** Adds files in their order, up to the first that is too much. */
        void addAll(List<C> more) {
            for (C file : more) {
                rows += file.rows();
                bytes += file.size();
                if (files.size() == limits.maxInputs() || rows > limits.sortRows() || bytes > targetBytes) {
                    return;
                }
                files.add(file);
            }
        }
    }

    private <C extends Candidate> List<C> firstThatFit(List<C> sorted) {
        List<C> files = new ArrayList<>(sorted.subList(0, 2));
        long bytes = files.stream().mapToLong(Candidate::size).sum();
        for (C file : sorted.subList(2, sorted.size())) {
            bytes += file.size();
            if (files.size() == limits.fanIn() || bytes > targetBytes) {
                break;
            }
            files.add(file);
        }
        return List.copyOf(files);
    }
}
