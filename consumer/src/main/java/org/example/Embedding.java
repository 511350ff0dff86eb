package org.example;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.RecordOutcome;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Somebody else's program: records an event into a Delta table, by way of a durable spool, and reads it back. */
public final class Embedding {

    private Embedding() {}

    /** Takes a directory for its data, and the name of the service whose event it records. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        String service = arguments[1];
        Rows rows = recordAndRead(directory, service);
        if (rows.rows().size() != 1 || !rows.rows().get(0).contains(service)) {
            throw new IllegalStateException("not the row that was recorded: " + rows);
        }
        System.out.println(service + ": 1 row was written and read back");
    }

    private static Rows recordAndRead(Path directory, String service) throws Exception {
        // docs: embedding with Delta
        TableUri uri = TableUri.ofDirectory(directory.resolve("status"));
        TableStore store = new LocalStorageAdapter().open(uri, StorageSettings.NONE);
        var sink = new DeltaSink<>(TelemetryTables.STATUS, store, "my-program/1.0");
        var spool = FileSpool.open(TelemetryTables.STATUS, directory.resolve("spool"), FileSpoolOptions.DEFAULT);
        try (var pipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, sink)
                .spool(spool)
                .start()) {
            var event = ContainerStatusEvent.ofState(Instant.now(), service, "4f66ad9a0b2e", ContainerState.RUNNING);
            RecordOutcome outcome = pipeline.recordDurably(event, Duration.ofSeconds(10));
            if (!(outcome instanceof RecordOutcome.Durable)) {
                throw new IllegalStateException("the event is not on the disk: " + outcome);
            }
        }
        try (TableStore table = new LocalStorageAdapter().open(uri, StorageSettings.NONE)) {
            return new DeltaTableReader(table).read(RowQuery.newest(10)).orElseThrow();
        }
        // docs: end
    }
}
