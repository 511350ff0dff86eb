package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.nio.file.Path;

/**
 * Durable spools in a directory of the local disk, a folder for each table.
 *
 * @param directory the directory; made if need be
 * @param options how much each may take, and who hears of problems
 */
public record FileSpools(Path directory, FileSpoolOptions options) implements Spools {

    @Override
    public <E extends TelemetryEvent> Spool<E> open(TelemetryTable<E> table) throws SpoolException {
        return FileSpool.open(table, directory, options);
    }
}
