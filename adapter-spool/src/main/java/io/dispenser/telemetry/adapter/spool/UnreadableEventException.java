package io.dispenser.telemetry.adapter.spool;

/** A whole document is not an event of its table. */
final class UnreadableEventException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableEventException(String message) {
        super(message);
    }
}
