package io.dispenser.telemetry.benchmarks;

import java.util.concurrent.CountDownLatch;

/**
 * How many batches are on their way together; and, where a fail point needs several, what lets them gather. The intake's
 * thread calls {@link #sealed}, the shipper's all others.
 */
final class Backlog {

    private static final int BATCHES = 4;

    private final CountDownLatch gathered;
    private int together;
    private int removed;

    Backlog(FailPoint armed) {
        this.gathered = new CountDownLatch(armed.isInBacklog() ? BATCHES : 0);
    }

    /** A batch was made. */
    void sealed() {
        gathered.countDown();
    }

    /** Returns when enough batches wait, at once if none are needed. */
    void awaitSeveral() throws InterruptedException {
        gathered.await();
    }

    /** So many batches go to the table now. */
    void underWay(int batches) {
        together = batches;
        removed = 0;
    }

    /** One of those that went together left the spool. */
    void removed() {
        removed++;
    }

    /** Whether several batches are on their way. */
    boolean isSeveral() {
        return together > 1;
    }

    /** Whether some of several batches have left the spool, and others not. */
    boolean isPartlyRemoved() {
        return removed > 0 && removed < together;
    }
}
