package io.dispenser.telemetry.adapter.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.maintenance.CompactionPlanner.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is merged when, and how often a row is rewritten: on numbers alone, without a table. */
class CompactionPlannerTest {

    private static final MaintenanceLimits LIMITS = MaintenanceLimits.DEFAULTS;
    private static final long TARGET = 32L << 20;

    /** Bytes of a compressed row, and of a file without rows: about what the status table has. */
    private static final long ROW_BYTES = 10;

    private static final long FILE_BYTES = 3000;

    private final CompactionPlanner planner = new CompactionPlanner(LIMITS, TARGET);

    /** A file that knows how often its rows were rewritten, at most and in sum. */
    private record File(long rows, boolean sorted, long modifiedMillis, int rewrites, long rewritten)
            implements FileRun.Candidate {

        static File flushed(long rows, long millis) {
            return new File(rows, false, millis, 0, 0);
        }

        @Override
        public long size() {
            return FILE_BYTES + ROW_BYTES * rows;
        }

        /** One of these stands for a whole run, however many files that would be. */
        @Override
        public RunTag tag() {
            return RunTag.NONE;
        }
    }

    private final List<File> small = new ArrayList<>();

    @Test
    void aDayOfTwentyHostsIsRewrittenThreeTimes() {
        // A flush of each host every five minutes, of ten containers sampled once a minute; compacted once an hour.
        for (int hour = 0; hour < 24; hour++) {
            for (int flush = 0; flush < 20 * 12; flush++) {
                small.add(File.flushed(50, hour * 1000L + flush));
            }
            compact(false);
            assertThat(small).as("files of the day after hour %s", hour).hasSizeLessThan(3 * LIMITS.fanIn());
        }
        compact(true);

        assertThat(small).hasSize(1);
        assertThat(small.get(0).rows()).isEqualTo(24 * 20 * 12 * 50);
        assertThat(small.get(0).rewrites()).as("of any row").isLessThanOrEqualTo(3);
        assertThat(writeAmplification()).as("in the mean").isLessThanOrEqualTo(3.0);
    }

    @Test
    void aDayOfOneHostAndOfAHundredIsBoundedToo() {
        // A day of a thousand hosts is more than a file, and is sorted once more when it is over.
        Map<Integer, Double> amplification = Map.of(1, 3.05, 100, 3.05, 1000, 3.95);
        for (int hosts : amplification.keySet()) {
            small.clear();
            for (int hour = 0; hour < 24; hour++) {
                for (int flush = 0; flush < hosts * 12; flush++) {
                    small.add(File.flushed(50, hour * 100_000L + flush));
                }
                compact(false);
            }
            compact(true);

            assertThat(small).as("runs with %s hosts", hosts).hasSize(1);
            assertThat(writeAmplification()).as("with %s hosts", hosts).isLessThanOrEqualTo(amplification.get(hosts));
        }
    }

    @Test
    void anOpenDayRewritesARowAtMostOnceATier() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int day = 0; day < 50; day++) {
            small.clear();
            long smallest = 1L + random.nextInt(1000);
            for (int round = 0; round < 200; round++) {
                for (int flush = random.nextInt(30); flush > 0; flush--) {
                    small.add(File.flushed(smallest + random.nextInt(2000), round * 100L + flush));
                }
                compact(false);
            }
            // The largest that is not full, and one more for files that are sorted before they are merged.
            int bound = planner.tier(TARGET / 2 / ROW_BYTES) - planner.tier(smallest) + 2;
            assertThat(small).as("seed %s day %s", seed, day).allMatch(file -> file.rewrites() <= bound);
        }
    }

    @Test
    void lateRowsDoNotRewriteADayEachTime() {
        for (int flush = 0; flush < 5760; flush++) {
            small.add(File.flushed(50, flush));
        }
        compact(true);
        int before = small.get(0).rewrites();
        for (int late = 0; late < 100; late++) {
            small.add(File.flushed(50, 10_000 + late));
            compact(true);
        }
        assertThat(small).as("files").hasSizeLessThanOrEqualTo(8);
        assertThat(small.stream().filter(file -> file.rows() >= 288_000))
                .singleElement()
                .satisfies(file -> assertThat(file.rewrites()).isEqualTo(before));
    }

    @Test
    void aBacklogOfAWholeDayIsSortedAndMergedInBoundedSteps() {
        for (int flush = 0; flush < 28_800; flush++) {
            small.add(File.flushed(50, flush));
        }
        compact(true);
        assertThat(small).hasSize(1);
        assertThat(writeAmplification()).isLessThanOrEqualTo(4.0);
    }

    @Test
    void aFileThatIsTooLargeToBeSortedAtOnceIsSortedAlone() {
        small.add(new File(500_000, false, 1, 0, 0));
        small.add(new File(500_000, true, 2, 0, 0));
        Step<File> step = planner.next(small, true).orElseThrow();
        assertThat(step.merge()).isFalse();
        assertThat(step.files()).hasSize(1).noneMatch(File::sorted);
    }

    @Test
    void theFilesOfARunAreMergedTogetherAndOnlyWhenTheDayIsOver() {
        List<Part> files = new ArrayList<>();
        for (int part = 2; part >= 0; part--) {
            files.add(new Part(1_000_000, new RunTag(7, part)));
            files.add(new Part(1_200_000, new RunTag(8, part)));
        }
        Step<Part> step = planner.next(files, true).orElseThrow();

        assertThat(step.merge()).isTrue();
        assertThat(step.files())
                .extracting(file -> file.tag().run() * 10 + file.tag().part())
                .containsExactly(70L, 71L, 72L, 80L, 81L, 82L);
        assertThat(planner.next(files, false)).as("while it is written to").isEmpty();
        files.removeIf(file -> file.tag().run() == 8);
        assertThat(planner.next(files, true)).as("one run").isEmpty();
    }

    @Test
    void runsOfMoreFilesThanACommitMayReplaceAreLeft() {
        List<Part> files = new ArrayList<>();
        for (int part = 0; part < LIMITS.maxInputs() / 2 + 1; part++) {
            files.add(new Part(1_000_000, new RunTag(7, part)));
            files.add(new Part(1_000_000, new RunTag(8, part)));
        }
        assertThat(planner.next(files, true)).isEmpty();
    }

    /** A file of a sorted run. */
    private record Part(long rows, RunTag tag) implements FileRun.Candidate {
        @Override
        public long size() {
            return FILE_BYTES + ROW_BYTES * rows;
        }

        @Override
        public boolean sorted() {
            return true;
        }

        @Override
        public long modifiedMillis() {
            return 0;
        }
    }

    @Test
    void aFileAloneStaysAsItIs() {
        small.add(File.flushed(50, 0));
        assertThat(planner.next(small, true)).isEmpty();
        assertThat(planner.next(small, false)).isEmpty();
        assertThat(planner.next(List.<File>of(), true)).isEmpty();
    }

    /** Does what the planner says until it says nothing more, and keeps its promises about each step. */
    private void compact(boolean over) {
        int steps = 0;
        for (Optional<Step<File>> step = planner.next(small, over);
                step.isPresent();
                step = planner.next(small, over)) {
            List<File> files = step.get().files();
            long rows = files.stream().mapToLong(File::rows).sum();
            assertThat(files).hasSizeLessThanOrEqualTo(LIMITS.maxInputs());
            if (step.get().merge()) {
                assertThat(files).hasSizeLessThanOrEqualTo(LIMITS.fanIn()).allMatch(File::sorted);
            } else {
                assertThat(rows).isLessThanOrEqualTo(LIMITS.sortRows());
            }
            File merged = new File(
                    rows,
                    true,
                    files.get(0).modifiedMillis(),
                    1 + files.stream().mapToInt(File::rewrites).max().orElseThrow(),
                    rows + files.stream().mapToLong(File::rewritten).sum());
            Set<File> gone = Collections.newSetFromMap(new IdentityHashMap<>());
            gone.addAll(files);
            small.removeIf(gone::contains);
            small.add(merged);
            assertThat(++steps).as("steps").isLessThan(1000);
        }
    }

    private double writeAmplification() {
        return (double) small.stream().mapToLong(File::rewritten).sum()
                / small.stream().mapToLong(File::rows).sum();
    }
}
