package io.dispenser.telemetry.adapter.delta.groupcommit;

/** Whether batches are handed over to the holder of the commit lease. */
public enum GroupCommitMode {
    /** Where others are in the way. */
    AUTO,
    /** All of them. */
    ALWAYS,
    /** None, and what others hand over is left to others. */
    NEVER
}
