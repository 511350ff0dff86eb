package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.lease.HeldLease;
import io.dispenser.telemetry.adapter.delta.lease.StoreTime;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** One operation under way: how far it is, for those who listen, and whether it may go on. */
public final class MaintenanceWork {

    private final MaintenanceOperation operation;
    private final MaintenanceListener listener;
    private final HeldLease held;
    private final InstantSource clock;
    private final StoreTime storeTime;
    private final Instant now;
    private long done;
    private long total;

    /**
     * @param clock what time it is here
     * @param storeTime what time it is for the store
     */
    public MaintenanceWork(
            MaintenanceOperation operation,
            MaintenanceListener listener,
            HeldLease held,
            InstantSource clock,
            StoreTime storeTime) {
        this.operation = operation;
        this.listener = listener;
        this.held = held;
        this.clock = clock;
        this.storeTime = storeTime;
        this.now = storeTime.toldOrEarlier(clock.instant());
    }

    /**
     * What time it is, for all that the operation decides: of the machine's clock and the store's the one that was earlier
     * when it began.
     */
    public Instant now() {
        return now;
    }

    /** What time it is here. */
    Instant here() {
        return clock.instant();
    }

    /** What time it was for the store when the operation began: for where to look, not for what has expired. */
    public Instant storeTold() {
        return storeTime.told();
    }

    /**
     * What time it is, for a file that leaves the table now: the later of the two clocks, since readers of older versions
     * have it for its retention from then on, and whoever vacuums next may go by either.
     */
    long removalMillis() {
        return Math.max(here().toEpochMilli(), storeTime.now().toEpochMilli());
    }

    /** Whether so much time has passed since it began. */
    boolean hasLasted(Duration duration) {
        return Duration.between(storeTime.told(), storeTime.now()).compareTo(duration) >= 0;
    }

    /** There is more to do than was known. */
    void expect(long more) {
        total += more;
        listener.progress(operation, done, total);
    }

    /**
     * Some of it is done.
     *
     * @throws MaintenanceException if the lease was lost
     */
    void advance(long steps) throws InterruptedException, MaintenanceException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the table was maintained");
        }
        done += steps;
        listener.progress(operation, done, Math.max(done, total));
        try {
            held.renewIfDue();
        } catch (TableStoreException e) {
            throw new MaintenanceException(String.valueOf(e.getMessage()), e, !e.isRetryable());
        }
    }
}
