package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.time.Instant;
import java.time.InstantSource;

/** One operation under way: how far it is, for those who listen, and whether it may go on. */
final class MaintenanceWork {

    private final MaintenanceOperation operation;
    private final MaintenanceListener listener;
    private final DeltaTurn turn;
    private final Instant now;
    private final InstantSource clock;
    private long done;
    private long total;

    /**
     * @param now what time it is, for all that the operation decides
     * @param clock what time it is here
     */
    MaintenanceWork(
            MaintenanceOperation operation,
            MaintenanceListener listener,
            DeltaTurn turn,
            Instant now,
            InstantSource clock) {
        this.clock = clock;
        this.operation = operation;
        this.listener = listener;
        this.turn = turn;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /** When a file that is removed now was removed: rather late than early, since its retention begins. */
    long removalMillis() {
        Instant here = clock.instant();
        return (here.isAfter(now) ? here : now).toEpochMilli();
    }

    /** There is more to do than was known. */
    void expect(long more) {
        total += more;
        listener.progress(operation, done, total);
    }

    /**
     * Some of it is done.
     *
     * @throws MaintenanceException if the turn was lost
     */
    void advance(long steps) throws InterruptedException, MaintenanceException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the table was maintained");
        }
        done += steps;
        listener.progress(operation, done, Math.max(done, total));
        try {
            turn.renewIfDue();
        } catch (FileStoreException e) {
            throw new MaintenanceException(String.valueOf(e.getMessage()), e, !e.isRetryable());
        }
    }
}
