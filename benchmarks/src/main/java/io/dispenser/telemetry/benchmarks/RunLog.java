package io.dispenser.telemetry.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the processes of one spool said: which events are acknowledged, run by run. */
final class RunLog {

    private final UnforcedDisk disk;
    private final int firstRun;
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** The log of runs from number {@code firstRun} on. */
    RunLog(UnforcedDisk disk, int firstRun) {
        this.disk = disk;
        this.firstRun = firstRun;
    }

    /** The next run begins, and this is its number. */
    int begin() {
        acknowledged.add(0);
        return nextRun() - 1;
    }

    /** Takes note of what the process of this run said. */
    void heard(String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "disk" -> disk.heard(words[1]);
            case "acked" -> acknowledged(words[1]);
            case "failed" -> failures.add(line);
            case "unwritten" -> {
                if (!line.equals("unwritten 0")) {
                    failures.add(line);
                }
            }
            case "open", "at" -> {}
            default -> throw new IllegalStateException("a process said: " + line);
        }
    }

    /** Events are acknowledged in their order and without a gap. */
    private void acknowledged(String range) {
        String[] numbers = range.split(" ", 2);
        int latest = acknowledged.size() - 1;
        if (Integer.parseInt(numbers[0]) != acknowledged.get(latest)) {
            throw new IllegalStateException("run " + (firstRun + latest) + " acknowledged " + range
                    + " after the first " + acknowledged.get(latest));
        }
        acknowledged.set(latest, Integer.parseInt(numbers[1]) + 1);
    }

    /** How many events of {@code run} were acknowledged: those of the lowest numbers. */
    int acknowledged(int run) {
        return acknowledged.get(run - firstRun);
    }

    /** The number of the first run. */
    int firstRun() {
        return firstRun;
    }

    /** The number of the run after the last. */
    int nextRun() {
        return firstRun + acknowledged.size();
    }

    /** How many events were acknowledged in all runs. */
    long acknowledged() {
        return acknowledged.stream().mapToLong(Integer::longValue).sum();
    }

    /** What should not have happened. */
    List<String> failures() {
        return failures;
    }
}
