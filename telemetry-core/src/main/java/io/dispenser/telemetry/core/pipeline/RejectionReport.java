package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.Rejection;
import java.util.List;

/**
 * Events that can't be rows of their table.
 *
 * @param table the table's name
 * @param rejections each event, and what is wrong with it; at least one
 * @param accepted whether they were accepted once, and are set aside in the spool now; otherwise they were refused
 */
public record RejectionReport(String table, List<Rejection> rejections, boolean accepted) {

    public RejectionReport {
        rejections = List.copyOf(rejections);
    }

    /** What happened, for a person: the first problem stands for all. */
    public String message() {
        int events = rejections.size();
        String what = events == 1 ? "an event" : events + " events";
        String problem = rejections.get(0).problem();
        return accepted
                ? what + " can't be written and " + (events == 1 ? "is" : "are")
                        + " set aside in the spool, the rest goes on: " + problem
                : what + " can't be written and " + (events == 1 ? "was" : "were") + " refused: " + problem;
    }
}
