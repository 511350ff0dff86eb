package io.dispenser.telemetry.adapter.delta.lease;

import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lease that was taken, or none at all: work without one is as safe, and may be done twice. */
public final class HeldLease implements Lease {

    private static final Logger LOG = System.getLogger(HeldLease.class.getName());

    private final LeaseFiles lease;
    private final Ticker ticker;
    private final long renewAfterNanos;
    private final String holder;
    private @Nullable MaintenanceLease state;
    private StoreTime storeTime;
    private long renewed;

    /** @param state the lease that was taken; null for none */
    public HeldLease(
            LeaseFiles lease, @Nullable MaintenanceLease state, String holder, Duration duration, Ticker ticker) {
        this.lease = lease;
        this.state = state;
        this.holder = holder;
        this.ticker = ticker;
        this.renewAfterNanos = duration.dividedBy(3).toNanos();
        this.storeTime = StoreTime.of(state == null ? Instant.EPOCH : state.modified(), ticker);
        this.renewed = ticker.nanos();
    }

    @Override
    public String holder() {
        return holder;
    }

    /**
     * Renews it when a third of its duration has passed.
     *
     * @throws MaintenanceException if somebody else has it by now
     */
    public void renewIfDue() throws TableStoreException, MaintenanceException {
        MaintenanceLease mine = state;
        if (mine == null || ticker.nanos() - renewed < renewAfterNanos) {
            return;
        }
        long started = ticker.nanos();
        if (!lease.renew(mine)) {
            state = null;
            throw new MaintenanceException(
                    "another agent has begun to maintain the table, since this one did not renew its lease in time",
                    null,
                    false);
        }
        renewed = started;
    }

    /** The store told its time. */
    public void told(StoreTime time) {
        storeTime = time;
    }

    @Override
    public Optional<Duration> sinceVacuum() {
        MaintenanceLease mine = state;
        return mine == null || mine.vacuumed() == 0
                ? Optional.empty()
                : Optional.of(Duration.between(Instant.ofEpochMilli(mine.vacuumed()), storeTime.now()));
    }

    @Override
    public void finished() {
        MaintenanceLease mine = state;
        if (mine != null) {
            state = mine.finishedAt(storeTime.told().toEpochMilli());
        }
    }

    /** Notes that the table was vacuumed, by the time that the store told when that began. */
    public void vacuumed() {
        MaintenanceLease mine = state;
        if (mine != null) {
            state = mine.vacuumedAt(storeTime.told().toEpochMilli());
        }
    }

    @Override
    public void close() {
        MaintenanceLease mine = state;
        state = null;
        if (mine != null) {
            try {
                lease.release(mine);
            } catch (TableStoreException e) {
                // It ends by time.
                LOG.log(Level.DEBUG, "the lease of {0} was not released: {1}", holder, e);
            }
        }
    }
}
