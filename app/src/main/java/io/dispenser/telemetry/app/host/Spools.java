package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTable;

/** Opens the spools of the tables. */
public interface Spools {

    /**
     * Opens the spool of {@code table}, with what it holds from earlier. The caller closes it.
     *
     * @throws SpoolException if it can't be used; the message says why and what to do
     */
    <E extends TelemetryEvent> Spool<E> open(TelemetryTable<E> table) throws SpoolException;

    /** Spools that end with the process, for at most so many events each. */
    static Spools inMemory(int maxEvents) {
        return new Spools() {
            @Override
            public <E extends TelemetryEvent> Spool<E> open(TelemetryTable<E> table) {
                return Spool.inMemory(table, maxEvents);
            }
        };
    }
}
