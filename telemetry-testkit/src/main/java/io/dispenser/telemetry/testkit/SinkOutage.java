package io.dispenser.telemetry.testkit;

/** How the place that a sink writes to may fail under it, once. */
public enum SinkOutage {
    /** The place can't be reached when the batch is to be stored; nothing is stored. */
    BEFORE_STORING,
    /** The place can't be reached when the stored batch is to become visible; it does not. */
    BEFORE_COMMIT,
    /** The batch becomes visible, and the reply that says so gets lost. */
    REPLY_LOST
}
