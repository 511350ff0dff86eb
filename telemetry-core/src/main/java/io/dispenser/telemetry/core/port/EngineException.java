package io.dispenser.telemetry.core.port;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The engine did not do what it was asked. The message tells a person what is wrong and, if known, what to do. */
public final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a caller may want to tell apart. */
    public enum Reason {
        /** It can't be reached, or its answer can't be used. */
        UNAVAILABLE,
        /** It gave no answer in time. */
        LATE,
        /** It has no such thing. */
        MISSING,
        /** This request is not allowed, for example by a proxy before the engine; others may be. */
        REFUSED
    }

    private final Reason reason;

    /** An engine that is {@link Reason#UNAVAILABLE}. */
    public EngineException(String message, @Nullable Throwable cause) {
        this(Reason.UNAVAILABLE, message, cause);
    }

    public EngineException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = requireNonNull(reason, "reason");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
