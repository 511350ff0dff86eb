package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SpoolContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileSpoolContractTest extends SpoolContract {

    private static final int BYTES_A_STATUS = 300;

    @TempDir
    private Path folder;

    private int opened;

    @Override
    protected Spool<ContainerStatusEvent> open(int maxEvents) throws SpoolException {
        opened++;
        return FileSpool.open(
                TelemetryTables.STATUS,
                folder.resolve("spool-" + opened),
                FileSpoolOptions.DEFAULT.withMaxBytes((long) maxEvents * BYTES_A_STATUS));
    }
}
