package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceTurn;
import io.dispenser.telemetry.core.port.Ticker;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A turn that was taken, or none at all: work without one is as safe, and may be done twice. */
final class DeltaTurn implements MaintenanceTurn {

    private static final Logger LOG = System.getLogger(DeltaTurn.class.getName());

    private final MaintenanceLease lease;
    private final Ticker ticker;
    private final long renewAfterNanos;
    private final String holder;
    private MaintenanceLease.@Nullable State state;
    private long renewed;

    /** @param state the lease that was taken; null for none */
    DeltaTurn(
            MaintenanceLease lease,
            MaintenanceLease.@Nullable State state,
            String holder,
            Duration duration,
            Ticker ticker) {
        this.lease = lease;
        this.state = state;
        this.holder = holder;
        this.ticker = ticker;
        this.renewAfterNanos = duration.dividedBy(3).toNanos();
        this.renewed = ticker.nanos();
    }

    @Override
    public String holder() {
        return holder;
    }

    /** @throws MaintenanceException if somebody else has it by now */
    void renewIfDue() throws FileStoreException, MaintenanceException {
        MaintenanceLease.State mine = state;
        if (mine == null || ticker.nanos() - renewed < renewAfterNanos) {
            return;
        }
        long started = ticker.nanos();
        if (!lease.renew(mine)) {
            state = null;
            throw new MaintenanceException(
                    "another agent has begun to maintain the table, since this one did not renew its turn in time",
                    null,
                    false);
        }
        renewed = started;
    }

    /** Notes that all work is done. */
    void finished(long millis) {
        MaintenanceLease.State mine = state;
        if (mine != null) {
            state = new MaintenanceLease.State(mine.number(), mine.modified(), mine.holder(), true, millis);
        }
    }

    @Override
    public void close() {
        MaintenanceLease.State mine = state;
        state = null;
        if (mine != null) {
            try {
                lease.release(mine, mine.finished());
            } catch (FileStoreException e) {
                // It ends by time.
                LOG.log(Level.DEBUG, "the turn of {0} was not released: {1}", holder, e);
            }
        }
    }
}
