package io.dispenser.telemetry.adapter.delta.log;

import java.time.Duration;
import java.time.Instant;

/**
 * A commit was put, and its version may not count: so long passed since the version before it was seen in the log that others may
 * have written it, gone on, and cleaned its name away, so that the store took this one for new behind their checkpoint. A fresh
 * look at the table tells.
 */
public final class UncertainCommitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * So long the name of a commit that somebody made stays taken, whatever a table's properties say: a log is cleaned of what is
     * hours old ({@link Retention}).
     */
    public static final Duration CERTAIN = Duration.ofHours(1);

    private UncertainCommitException(String why) {
        super(why);
    }

    /**
     * Makes sure, after the reply, that a commit is one of the table's versions.
     *
     * @param seen when the version before it was last seen in the log, or earlier
     * @param now by a clock that goes on while this machine sleeps
     * @throws UncertainCommitException if it may be none
     */
    public static void requireCertain(Instant seen, Instant now) {
        if (Duration.between(seen, now).abs().compareTo(CERTAIN) >= 0) {
            throw new UncertainCommitException("the version before was seen in the log at " + seen
                    + ", and the commit's reply came at " + now + ": this machine may have slept in between");
        }
    }
}
