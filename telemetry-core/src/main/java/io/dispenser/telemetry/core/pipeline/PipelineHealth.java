package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.SpoolSpace;
import java.time.Instant;
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
 * @param oldestWaiting the timestamp of the one that waits longest; null if none waits, or none that the spool has
 * @param setAside events that were accepted, can't be rows, and are kept in the spool for somebody to look at
 * @param space the space that the spool takes and has left; null of one that is not measured in bytes
 * @param problem what the last failed attempt to write said, or null when batches get through
 * @param spoolProblem why the spool takes or gives no events, or null when it does
 */
public record PipelineHealth(
        String table,
        State state,
        long accepted,
        long refused,
        long written,
        long waiting,
        @Nullable Instant oldestWaiting,
        long setAside,
        @Nullable SpoolSpace space,
        @Nullable String problem,
        @Nullable String spoolProblem) {

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
