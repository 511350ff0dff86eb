package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceTurn;
import io.dispenser.telemetry.core.port.Ticker;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A turn that was taken, or none at all: work without one is as safe, and may be done twice. */
final class DeltaTurn implements MaintenanceTurn {

    private static final Logger LOG = System.getLogger(DeltaTurn.class.getName());

    private final MaintenanceLease lease;
    private final InstantSource clock;
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
            InstantSource clock,
            Ticker ticker) {
        this.clock = clock;
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

    @Override
    public Optional<Instant> lastVacuum() {
        MaintenanceLease.State mine = state;
        return mine == null || mine.vacuumed() == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(mine.vacuumed()));
    }

    @Override
    public void finished() {
        MaintenanceLease.State mine = state;
        if (mine != null) {
            state = mine.finishedAt(clock.instant().toEpochMilli());
        }
    }

    /** Notes that the table was vacuumed. */
    void vacuumed() {
        MaintenanceLease.State mine = state;
        if (mine != null) {
            state = mine.vacuumedAt(clock.instant().toEpochMilli());
        }
    }

    @Override
    public void close() {
        MaintenanceLease.State mine = state;
        state = null;
        if (mine != null) {
            try {
                lease.release(mine);
            } catch (FileStoreException e) {
                // It ends by time.
                LOG.log(Level.DEBUG, "the turn of {0} was not released: {1}", holder, e);
            }
        }
    }
}
