package io.dispenser.telemetry.app.logging;

import java.util.function.Supplier;
import org.slf4j.event.Level;

/**
 * Something that does not work, as one failure shows it.
 *
 * @param subject what it is about
 * @param level how bad it is
 * @param problem what is wrong, why, and what to do
 * @param next what comes next, for the end of the line that tells of its begin; may be empty
 * @param standing how things are by now, for the lines that tell that it lasts; may be empty
 */
record Trouble(Subject subject, Level level, String problem, String next, Supplier<String> standing) {

    /** The cause: what of the problem does not change from one attempt to the next, as numbers, durations and names of files do. */
    String cause() {
        String unnumbered = problem.replaceAll("[^\\s;:,()'\"]*\\d[^\\s;:,()'\"]*", "#");
        return level + " " + unnumbered.replaceAll("# (\\p{Alpha}+?)s?\\b", "# $1"); // 1 row, 2 rows
    }
}
