package io.dispenser.telemetry.adapter.delta.maintenance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that are compacted as one: those of a sorted run, in its order, or one file by itself.
 *
 * @param files at least one
 */
record FileRun<C extends FileRun.Candidate>(List<C> files) {

    /** A file that may be replaced. */
    interface Candidate {
        long rows();

        long size();

        boolean sorted();

        long modifiedMillis();

        RunTag tag();
    }

    /** The runs that these files are of, as far as the files are there. */
    static <C extends Candidate> List<FileRun<C>> of(List<C> files) {
        List<FileRun<C>> runs = new ArrayList<>();
        Map<Long, List<C>> byRun = new LinkedHashMap<>();
        for (C file : files) {
            if (file.sorted() && file.tag().run() != 0) {
                byRun.computeIfAbsent(file.tag().run(), run -> new ArrayList<>())
                        .add(file);
            } else {
                runs.add(new FileRun<>(List.of(file)));
            }
        }
        for (List<C> run : byRun.values()) {
            run.sort(Comparator.comparingInt(file -> file.tag().part()));
            runs.add(new FileRun<>(run));
        }
        return runs;
    }

    long rows() {
        return files.stream().mapToLong(Candidate::rows).sum();
    }

    long size() {
        return files.stream().mapToLong(Candidate::size).sum();
    }

    boolean sorted() {
        return files.get(0).sorted();
    }

    long modifiedMillis() {
        return files.get(0).modifiedMillis();
    }
}
