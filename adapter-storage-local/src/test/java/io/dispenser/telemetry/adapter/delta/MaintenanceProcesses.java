package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process beside others at one table on the local disk:
 *
 * <pre>
 * MaintenanceProcesses append DIRECTORY FIRST COUNT     appends sample events, each with a commit of its own
 * MaintenanceProcesses maintain DIRECTORY END           compacts, vacuums and cleans the log, lease or no lease, until the file
 *                                                       END is there, and once more; prints what was done: commits, data
 *                                                       files and log files
 * </pre>
 */
final class MaintenanceProcesses {

    private MaintenanceProcesses() {}

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        TableStore store = open(Path.of(arguments[1]));
        if (arguments[0].equals("append")) {
            append(store, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        } else {
            maintain(store, Path.of(arguments[2]));
        }
    }

    static TableStore open(Path directory) throws Exception {
        return new LocalStorageAdapter().open(TableUri.ofDirectory(directory), StorageSettings.NONE);
    }

    /** By commits of its own, which come as thick and fast as they can. */
    static void append(TableStore store, int first, int count) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1", DeltaSink.Commits.OWN)) {
            for (int number = 0; number < count; number++) {
                Batch<ContainerStatusEvent> batch =
                        new Batch<>("w" + first, number, List.of(SampleEvents.status(first + number)));
                for (boolean written = false; !written; ) {
                    try {
                        sink.write(batch);
                        written = true;
                    } catch (SinkException e) {
                        if (e.isPermanent()) {
                            throw e;
                        }
                    }
                }
            }
        }
    }

    private static void maintain(TableStore store, Path end) throws Exception {
        long commits = 0;
        long vacuumed = 0;
        long cleaned = 0;
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store, "test/1")) {
            boolean last;
            do {
                last = Files.exists(end);
                commits += maintenance
                        .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                        .commits();
                vacuumed += maintenance.vacuum(false, MaintenanceListener.NONE).files();
                cleaned += maintenance.cleanLog(false, MaintenanceListener.NONE).files();
            } while (!last);
        }
        System.out.println(commits + " " + vacuumed + " " + cleaned);
    }
}
