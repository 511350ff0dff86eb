package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.adapter.spool.FileTrackerStateStore;
import io.dispenser.telemetry.adapter.spool.SpooledDeployments;
import io.dispenser.telemetry.core.agent.DeploymentOutbox;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.DiskError;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Durable spools in a directory of the local disk, a folder for each table.
 *
 * @param directory the directory; made if need be
 * @param options how much each may take, and who hears of problems
 * @param outboxProblems who hears of problems with the memory of deployments, in words
 * @param outboxRecovered who hears that it can be stored again
 */
public record FileSpools(
        Path directory, FileSpoolOptions options, Consumer<String> outboxProblems, Runnable outboxRecovered)
        implements Spools {

    @Override
    public <E extends TelemetryEvent> Spool<E> open(TelemetryTable<E> table) throws SpoolException {
        return FileSpool.open(table, directory, options);
    }

    @Override
    public DeploymentOutbox outbox() throws SpoolException {
        try {
            return DeploymentOutbox.open(
                    FileTrackerStateStore.in(directory, outboxProblems), outboxProblems, outboxRecovered);
        } catch (IOException e) {
            String message =
                    "the spool's directory " + directory + " can't be used: " + DiskError.explained(e, directory);
            throw DiskError.isLasting(e, directory)
                    ? SpoolException.unusable(message, e)
                    : SpoolException.failed(message, e);
        }
    }

    @Override
    public DeploymentHistory history() {
        return new SpooledDeployments(directory);
    }
}
