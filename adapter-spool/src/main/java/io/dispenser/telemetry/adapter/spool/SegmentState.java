package io.dispenser.telemetry.adapter.spool;

/** What becomes of a segment. */
public enum SegmentState {
    /** Events are appended to it. */
    OPEN("open"),
    /** A batch that waits for its table. */
    SEALED("sealed"),
    /** A batch of which a part can't be read; the rest waits for its table like any other. */
    CORRUPT("corrupt"),
    /** Damaged, and what could be read of it is in the table; kept for whoever wants to look. */
    DELIVERED_CORRUPT("delivered, corrupt"),
    /** Events of a batch that can't be rows of the table: set aside until somebody retries or drops them. */
    REJECTED("rejected"),
    /** Events that were set aside and are to be tried again: a batch as soon as the spool is looked through. */
    RETRIED("retried");

    private final String words;

    SegmentState(String words) {
        this.words = words;
    }

    /** The state as a listing shows it. */
    public String message() {
        return words;
    }
}
