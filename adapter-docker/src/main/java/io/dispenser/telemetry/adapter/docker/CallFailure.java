package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.port.EngineException;
import org.jspecify.annotations.Nullable;

/** Why one call did not bring what it should: what the engine's callers must tell apart, and words for a person. */
final class CallFailure extends Exception {

    private static final long serialVersionUID = 1L;

    enum Kind {
        /** Nobody listens, or nobody may connect: true for every call. */
        UNREACHABLE,
        /** No answer within the deadline. */
        LATE,
        /** The engine knows no such thing. */
        MISSING,
        /** An answer that says no, breaks off or makes no sense. */
        BAD_ANSWER
    }

    private final Kind kind;

    CallFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    EngineException toEngineException(String engine) {
        return new EngineException(engine + ": " + getMessage(), this);
    }

    /** The message of {@code failure}, or its type where it has none. */
    static String wordsOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
