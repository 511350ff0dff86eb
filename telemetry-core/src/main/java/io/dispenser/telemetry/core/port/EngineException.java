package io.dispenser.telemetry.core.port;

import org.jspecify.annotations.Nullable;

/** The engine did not do what it was asked. The message tells a person what is wrong and, if known, what to do. */
public final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;

    public EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
