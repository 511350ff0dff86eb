package io.dispenser.telemetry.core.port;

import org.jspecify.annotations.Nullable;

/** A spool could not do what it was asked. Everything it held before, it still holds. */
public final class SpoolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean full;

    private SpoolException(String message, @Nullable Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /** The spool holds as much as it may; there is room again when batches are removed. */
    public static SpoolException full(String message) {
        return new SpoolException(message, null, true);
    }

    /** The spool's storage failed. */
    public static SpoolException failed(String message, @Nullable Throwable cause) {
        return new SpoolException(message, cause, false);
    }

    /** Whether the spool only lacks room. */
    public boolean isFull() {
        return full;
    }
}
