package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.port.EngineException;
import org.jspecify.annotations.Nullable;

/** Why one call did not bring what it should: what the engine's callers must tell apart, and words for a person. */
final class CallFailure extends Exception {

    private static final long serialVersionUID = 1L;

    enum Kind {
        /** Nobody listens, or nobody may connect: true for every call. */
        UNREACHABLE(EngineException.Reason.UNAVAILABLE),
        /** No answer within the deadline. */
        LATE(EngineException.Reason.LATE),
        /** The engine knows no such thing. */
        MISSING(EngineException.Reason.MISSING),
        /** Whoever stands before the engine, or the engine itself, does not allow it. */
        REFUSED(EngineException.Reason.REFUSED),
        /** An answer that says no, breaks off or makes no sense. */
        BAD_ANSWER(EngineException.Reason.UNAVAILABLE);

        private final EngineException.Reason reason;

        Kind(EngineException.Reason reason) {
            this.reason = reason;
        }
    }

    private final Kind kind;

    CallFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** The same failure, of the request that it was met with. */
    CallFailure of(String request) {
        return new CallFailure(kind, request + ": " + wordsOf(this), getCause());
    }

    EngineException toEngineException(String engine) {
        return new EngineException(kind.reason, engine + ": " + getMessage(), this);
    }

    /** The message of {@code failure}, or its type where it has none. */
    static String wordsOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
