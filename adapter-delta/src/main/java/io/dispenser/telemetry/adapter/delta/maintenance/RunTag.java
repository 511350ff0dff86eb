package io.dispenser.telemetry.adapter.delta.maintenance;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which sorted run a file is part of: files that were written one after another with rows in one order, so that no two of
 * them hold rows between which rows of the other belong.
 *
 * @param run tells the runs of a table apart; 0 of a file that is a run by itself
 * @param part where in the run the file comes
 */
record RunTag(long run, int part) {

    static final RunTag NONE = new RunTag(0, 0);

    private static final String TAG = "dispenser.sortedRun";
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{1,16})\\.([0-9]{1,9})");

    /** What a file's tags say. */
    static RunTag of(Map<String, String> tags) {
        Matcher tag = FORM.matcher(tags.getOrDefault(TAG, ""));
        return tag.matches()
                ? new RunTag(Long.parseUnsignedLong(tag.group(1), 16), Integer.parseInt(tag.group(2)))
                : NONE;
    }

    /** The first part of a new run. */
    static RunTag first() {
        return new RunTag(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), 0);
    }

    RunTag next() {
        return new RunTag(run, part + 1);
    }

    Map<String, String> tags() {
        return run == 0 ? Map.of() : Map.of(TAG, Long.toHexString(run) + "." + part);
    }
}
