package io.dispenser.telemetry.core.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is, at one moment.
 *
 * @param table the table's name
 * @param state whether batches get through
 * @param accepted events for which {@code record} answered true
 * @param refused events for which it answered false
 * @param written events that are in the table
 * @param waiting events that were accepted and are not in the table yet
 * @param setAside events that were accepted, can't be rows, and are kept in the spool for somebody to look at
 * @param problem what the last failed attempt said, or null when batches get through
 */
public record PipelineHealth(
        String table,
        State state,
        long accepted,
        long refused,
        long written,
        long waiting,
        long setAside,
        @Nullable String problem) {

    /** Whether batches get through. */
    public enum State {
        /** They do, as far as is known. */
        WORKING,
        /** The last attempt failed; it may pass by itself. */
        RETRYING,
        /** The last attempt failed for a cause that somebody has to mend. Attempts go on, seldom. */
        BLOCKED
    }
}
