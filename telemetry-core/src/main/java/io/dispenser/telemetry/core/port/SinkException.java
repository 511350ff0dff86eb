package io.dispenser.telemetry.core.port;

import org.jspecify.annotations.Nullable;

/** A batch is not known to be written. The message tells a person what is wrong, why, and what to do. */
public final class SinkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    private SinkException(String message, @Nullable Throwable cause, boolean permanent) {
        super(message, cause);
        this.permanent = permanent;
    }

    /** A failure that may pass by itself: the network, a busy store, a lost race. */
    public static SinkException retryable(String message, @Nullable Throwable cause) {
        return new SinkException(message, cause, false);
    }

    /** A failure that stays until somebody mends its cause: another schema, no permission. */
    public static SinkException permanent(String message, @Nullable Throwable cause) {
        return new SinkException(message, cause, true);
    }

    /** Whether somebody has to mend the cause. */
    public boolean isPermanent() {
        return permanent;
    }
}
