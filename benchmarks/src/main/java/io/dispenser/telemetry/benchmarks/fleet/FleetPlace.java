package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Where the table of one run is. */
@FunctionalInterface
interface FleetPlace extends AutoCloseable {

    /** A new client of the table's store, as a host has one. */
    TableStore client() throws TableStoreException;

    /** What each client adds to what its requests take. */
    default Latency latency(FleetPlan plan) {
        return plan.latency();
    }

    /** From now on it is measured. */
    default void windowBegins() {}

    /** It is not measured any more. */
    default void windowEnds() {}

    /** The requests that came meanwhile, as the store's server sees them; empty if nobody sees them. */
    default Optional<Map<RequestKind, Long>> served() {
        return Optional.empty();
    }

    @Override
    default void close() {}

    /** In memory. */
    static FleetPlace memory(InstantSource clock) {
        return new InMemoryTableStore(clock)::anotherClient;
    }

    /** On the local disk. */
    static FleetPlace local(Path folder) {
        return () -> new LocalStorageAdapter().open(TableUri.ofDirectory(folder), StorageSettings.NONE);
    }
}
