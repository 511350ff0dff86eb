package io.dispenser.telemetry.core.port;

/** What became of an event whose recorder waited for it. */
public sealed interface RecordOutcome {

    /** The spool has it: it will be in its table once, whatever happens to this process. */
    record Durable() implements RecordOutcome {}

    /**
     * It was not taken, and never will be: the same event may be brought again.
     *
     * @param reason why, for a person
     */
    record Refused(String reason) implements RecordOutcome {}

    /**
     * It was accepted, and the time ran out while the spool was at it: it may be durable, become so, or be lost with the
     * process.
     *
     * @param reason what happened, for a person
     */
    record Unknown(String reason) implements RecordOutcome {}
}
