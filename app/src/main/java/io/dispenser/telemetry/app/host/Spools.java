package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.core.agent.DeploymentOutbox;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.List;

/** Opens the spools of the tables, and what is kept beside them. */
public interface Spools {

    /**
     * Opens the spool of {@code table}, with what it holds from earlier. The caller closes it.
     *
     * @throws SpoolException if it can't be used; the message says why and what to do
     */
    <E extends TelemetryEvent> Spool<E> open(TelemetryTable<E> table) throws SpoolException;

    /**
     * Opens the memory of deployments, in which they survive the process as their rows do. To be opened before the spools.
     *
     * @throws SpoolException if it can't be used; the message says why
     */
    DeploymentOutbox outbox() throws SpoolException;

    /** What lies in the deployments' spool on its way to the table; also while it is open. */
    DeploymentHistory history();

    /** Spools that end with the process, for at most so many events each. */
    static Spools inMemory(int maxEvents) {
        return new Spools() {
            @Override
            public <E extends TelemetryEvent> Spool<E> open(TelemetryTable<E> table) {
                return new MemorySpool<>(table, maxEvents);
            }

            @Override
            public DeploymentOutbox outbox() {
                return DeploymentOutbox.inMemory();
            }

            @Override
            public DeploymentHistory history() {
                return (containerIds, since) -> List.of(); // nothing is older than the process
            }
        };
    }
}
