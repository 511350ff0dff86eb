package io.dispenser.telemetry.adapter.delta.committer;

import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;

/** How often a holder of the commit lease looks into the inbox, and for how long in vain. One thread. */
final class CommitCycle {

    /** From one look at the inbox to the next. */
    private static final Duration CYCLE = Duration.ofSeconds(2);

    /** The same where few files wait: fewer requests for each. */
    private static final Duration SLOW_CYCLE = Duration.ofSeconds(3);

    private static final int FEW = 2;

    /** After a commit others get the chance to commit, whose engines give up after a few lost races. */
    private static final Duration IDLE = Duration.ofMillis(500);

    /** An inbox that is empty for so long needs nobody. */
    private static final Duration EMPTY = Duration.ofSeconds(30);

    private final Ticker ticker;
    private int waiting;
    private Deadline next;
    private Deadline empty;

    CommitCycle(Ticker ticker) {
        this.ticker = ticker;
        this.next = Deadline.in(Duration.ZERO, ticker);
        this.empty = Deadline.in(EMPTY, ticker);
    }

    /** @param length in cycles: a listing that takes longer may be made less often */
    void begin(int length) {
        next = Deadline.in((waiting <= FEW ? SLOW_CYCLE : CYCLE).multipliedBy(length), ticker);
    }

    /** So many files wait. */
    void found(int files) {
        waiting = files;
        if (files > 0) {
            empty = Deadline.in(EMPTY, ticker);
        }
    }

    /** Whether nothing has waited for long. */
    boolean isIdle() {
        return empty.isOver();
    }

    /** A commit was made: the next look is not at once. */
    void committed() {
        next = left().compareTo(IDLE) < 0 ? Deadline.in(IDLE, ticker) : next;
    }

    /** How long it is to the next look. */
    Duration left() {
        return next.left();
    }
}
