package io.dispenser.telemetry.core.pipeline;

/**
 * The table holds a batch under a name that only this spool should give, and that this spool did not give it: another
 * program writes with a copy of the spool, or the spool was put back from a copy.
 *
 * @param table the table's name
 * @param writerId the writer id that is not the spool's alone
 * @param newWriterId the one that the spool has from now on
 * @param batchNumber the number of the batch whose name is taken, or the spool's next one if that showed at the start
 * @param present how many of the batch's events the table has nevertheless: they are not written again
 * @param absent how many it lacks: they go out again, under the new writer id
 */
public record WriterConflict(
        String table, String writerId, String newWriterId, long batchNumber, int present, int absent) {

    /** What happened, why, and what becomes of it. */
    public String message() {
        String batch = present + absent == 0
                ? "nothing is lost by it"
                : present + " of the batch's " + (present + absent) + " events are in the table, and the other "
                        + absent + " go out again";
        return "the table already has a batch " + batchNumber + " of this spool's writer id " + writerId
                + ", which this program did not write: the spool was put back from a copy, or another program runs on a copy"
                + " of it; " + batch + "; new batches go under the new writer id " + newWriterId
                + ". If another program runs on a copy, give it a spool_dir of its own";
    }
}
