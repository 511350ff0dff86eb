package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Where the table of one run is. */
@FunctionalInterface
interface FleetPlace {

    /** A new client of the table's store, as a host has one. */
    TableStore client() throws TableStoreException;

    /** From now on it is measured. */
    default void windowBegins() {}

    /** It is not measured any more. */
    default void windowEnds() {}

    /** What is to be said of the run beside; lines. */
    default List<String> notes(FleetLog log) {
        return List.of();
    }

    /** In memory. */
    static FleetPlace memory(InstantSource clock) {
        return new InMemoryTableStore(clock)::anotherClient;
    }

    /** On the local disk. */
    static FleetPlace local(Path folder) {
        return () -> new LocalStorageAdapter().open(TableUri.ofDirectory(folder), StorageSettings.NONE);
    }
}
