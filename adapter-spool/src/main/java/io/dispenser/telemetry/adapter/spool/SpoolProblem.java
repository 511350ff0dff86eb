package io.dispenser.telemetry.adapter.spool;

/**
 * Something about a spool that a person should know. None of these stops it.
 *
 * @param table the table's name
 * @param kind what sort of thing
 * @param file the name of the file in the table's folder
 * @param lostEvents how many events can't be read, as far as anybody can tell
 * @param message what is wrong, why, and what becomes of it
 */
public record SpoolProblem(String table, Kind kind, String file, int lostEvents, String message) {

    /** What sort of thing a problem is. */
    public enum Kind {
        /** The last append before a crash was not finished; what there was of it is cut off. Its events were not accepted. */
        TORN_TAIL,
        /** A part of a segment can't be read. The rest is delivered, and the file is kept. */
        CORRUPT_SEGMENT,
        /** The folder was made on another machine, or what it says of its writer is lost: new batches get a new writer id. */
        NEW_WRITER,
        /** A file that is not what its name says, or whose place another one holds; it is not touched. */
        LEFT_ALONE,
        /** A sealed segment was deleted by somebody else before its table had it. */
        MISSING_SEGMENT,
        /** A damaged segment whose readable events are in the table was deleted, because new events needed the room. */
        EVIDENCE_DELETED
    }
}
