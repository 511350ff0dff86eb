package io.dispenser.telemetry.adapter.delta.kernel;

/** A property of the table is in the way of a commit. The message names it, its value, and what to do. */
public final class SenselessPropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SenselessPropertyException(String message) {
        super(message);
    }
}
