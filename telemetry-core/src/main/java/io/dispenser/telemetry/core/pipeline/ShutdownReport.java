package io.dispenser.telemetry.core.pipeline;

/**
 * How a pipeline ended.
 *
 * @param table the table's name
 * @param unwritten accepted events that are not known to be in the table; a durable spool keeps them
 */
public record ShutdownReport(String table, long unwritten) {

    /** Whether every accepted event is in the table. */
    public boolean isComplete() {
        return unwritten == 0;
    }
}
