package io.dispenser.telemetry.core.pipeline;

/**
 * How a pipeline ended.
 *
 * @param table the table's name
 * @param unwritten accepted events that are not known to be in the table; a durable spool keeps them
 * @param unspooled those of them that did not even reach the spool, since it was full or failing: they end with the process
 */
public record ShutdownReport(String table, long unwritten, long unspooled) {

    /** Whether every accepted event is in the table. */
    public boolean isComplete() {
        return unwritten == 0;
    }

    /** What was not written and what becomes of it, for a person. */
    public String message() {
        return table + ": " + unwritten + " accepted events are not known to be in the table, " + unspooled
                + " of them not even in the spool; what is in a durable spool goes out when it is opened again, and the"
                + " rest is lost with the process";
    }
}
