package io.dispenser.telemetry.adapter.delta.log;

/**
 * A commit was called off at the last moment, since what it was made from is not certain to hold any more: nothing was
 * committed, and a fresh look at the table tells what is to be done.
 */
public final class OutdatedCommitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutdatedCommitException(String why) {
        super(why);
    }
}
