package io.dispenser.telemetry.core.port;

import org.jspecify.annotations.Nullable;

/** A spool could not do what it was asked. Everything it held before, it still holds. */
public final class SpoolException extends Exception {

    private static final long serialVersionUID = 1L;

    private enum Kind {
        FULL,
        FAILED,
        UNUSABLE
    }

    private final Kind kind;

    private SpoolException(String message, @Nullable Throwable cause, Kind kind) {
        super(message, cause);
        this.kind = kind;
    }

    /** The spool holds as much as it may; there is room again when batches are removed. */
    public static SpoolException full(String message) {
        return new SpoolException(message, null, Kind.FULL);
    }

    /** The spool's storage failed, which may pass by itself. */
    public static SpoolException failed(String message, @Nullable Throwable cause) {
        return new SpoolException(message, cause, Kind.FAILED);
    }

    /** The spool can't be used until somebody changes something: rights, its place, the program's version. */
    public static SpoolException unusable(String message, @Nullable Throwable cause) {
        return new SpoolException(message, cause, Kind.UNUSABLE);
    }

    /** Whether the spool only lacks room. */
    public boolean isFull() {
        return kind == Kind.FULL;
    }

    /** Whether to try again is in vain until somebody changes something. */
    public boolean isLasting() {
        return kind == Kind.UNUSABLE;
    }
}
