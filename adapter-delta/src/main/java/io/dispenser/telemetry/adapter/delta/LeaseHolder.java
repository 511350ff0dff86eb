package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.lease.HeldLease;
import io.dispenser.telemetry.adapter.delta.lease.LeaseFiles;
import io.dispenser.telemetry.adapter.delta.lease.MaintenanceLease;
import io.dispenser.telemetry.adapter.delta.lease.StoreTime;
import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceWork;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.core.port.TableMaintenance;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * The part of this process in the maintenance of a table: its lease, if it has one, and the work that it does under it. One
 * thread at a time.
 */
final class LeaseHolder {

    private final TableStore store;
    private final String holder;
    private final Duration duration;
    private final InstantSource clock;
    private final Ticker ticker;
    private HeldLease held;

    /**
     * @param engineInfo what the program is called
     * @param duration how long a lease lasts without a word of its holder
     */
    LeaseHolder(TableStore store, String engineInfo, Duration duration, InstantSource clock, Ticker ticker) {
        this.store = store;
        this.holder = engineInfo.replaceAll("[^A-Za-z0-9./-]", "-") + "/" + UUID.randomUUID();
        this.duration = duration;
        this.clock = clock;
        this.ticker = ticker;
        this.held = none();
    }

    /** The leases of the table, for this process. */
    LeaseFiles files() {
        return new LeaseFiles(store, holder, duration);
    }

    private HeldLease none() {
        return new HeldLease(files(), null, holder, duration, ticker);
    }

    /** As {@link TableMaintenance#acquireLease}; where no table is there is nothing to lease, and nothing is written. */
    Optional<Lease> acquire(boolean isTable, Duration notWithin) throws IOException {
        held.close();
        held = none();
        if (!isTable) {
            return Optional.of(held);
        }
        LeaseFiles files = files();
        Optional<MaintenanceLease> taken = files.take(notWithin);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        held = new HeldLease(files, taken.get(), holder, duration, ticker);
        return Optional.of(held);
    }

    /** Work under the lease that is held, or none. */
    MaintenanceWork work(MaintenanceOperation operation, MaintenanceListener listener, boolean dryRun)
            throws IOException {
        if (dryRun) { // nothing is written, so the store can't be asked
            return new MaintenanceWork(operation, listener, held, clock, StoreTime.of(clock.instant(), ticker));
        }
        StoreTime storeTime = StoreTime.ask(files(), ticker);
        held.told(storeTime);
        return new MaintenanceWork(operation, listener, held, clock, storeTime);
    }

    /** The table was vacuumed. */
    void vacuumed() {
        held.vacuumed();
    }

    void close() {
        held.close();
    }
}
