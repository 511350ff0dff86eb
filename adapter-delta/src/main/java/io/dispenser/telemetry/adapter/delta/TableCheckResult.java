package io.dispenser.telemetry.adapter.delta;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is known of a table after looking at it.
 *
 * @param version the table's latest version; empty if there is no table, which the first batch then creates
 * @param files how many data files that version has, if this was cheap to know
 * @param steps what was tried and worked, in that order
 * @param problems why batches can't be written, each in one sentence for a person; empty if they can
 * @param warnings what should be mended though batches can be written, each in one sentence for a person
 * @param isPermanent whether one of the problems stays until somebody mends it; a store that can't be reached may come back
 * @param isOfStore whether a problem is what the store answered: neither the table nor the configuration shows it
 */
public record TableCheckResult(
        OptionalLong version,
        OptionalLong files,
        List<Step> steps,
        List<String> problems,
        List<String> warnings,
        boolean isPermanent,
        boolean isOfStore) {

    /**
     * Something that was tried and worked.
     *
     * @param name what, for a person: {@code atomic commit}
     * @param took how long it took
     */
    public record Step(String name, Duration took) {}

    public TableCheckResult {
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Whether batches can be written. */
    public boolean isUsable() {
        return problems.isEmpty();
    }
}
