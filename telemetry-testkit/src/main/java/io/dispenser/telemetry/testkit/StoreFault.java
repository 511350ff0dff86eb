package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.storage.StorageError.Reason;

/**
 * What goes wrong with one request to an {@link InMemoryTableStore}.
 *
 * @param done whether the store does what was asked, before it fails
 * @param reason what the caller is told
 */
public record StoreFault(boolean done, Reason reason) {

    /** The request never reaches the store, and the caller knows. */
    public static final StoreFault UNAVAILABLE = new StoreFault(false, Reason.UNAVAILABLE);

    /** The store refuses. */
    public static final StoreFault DENIED = new StoreFault(false, Reason.DENIED);

    /** The store does it, and the reply gets lost. */
    public static final StoreFault REPLY_LOST = new StoreFault(true, Reason.OUTCOME_UNKNOWN);

    /** The request gets lost on its way; to the caller it looks like {@link #REPLY_LOST}. */
    public static final StoreFault REQUEST_LOST = new StoreFault(false, Reason.OUTCOME_UNKNOWN);
}
