package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.DataFileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.FileActions;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.parquet.DataFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileEncoder;
import io.dispenser.telemetry.adapter.storage.local.LocalStorageAdapter;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The largest operations on a table on the local disk, for a JVM whose memory is bounded from outside:
 *
 * <pre>
 * MaintenanceMemory compact DIRECTORY FILES ROWS_A_FILE    a day in so many files becomes one
 * MaintenanceMemory checkpoint DIRECTORY FILES             a table of so many live files gets a checkpoint, and another
 * </pre>
 */
final class MaintenanceMemory {

    private static final int FILES_A_COMMIT = 1000;
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    private final TableStore store;
    private final DeltaLog log;

    private MaintenanceMemory(TableStore store) {
        this.store = store;
        this.log = new DeltaLog(store, "test/1", Map.of(), TableMetadata.foreignProperties(TelemetryTables.STATUS));
    }

    /** See the class. */
    public static void main(String[] arguments) throws Exception {
        TableStore store =
                new LocalStorageAdapter().open(TableUri.ofDirectory(Path.of(arguments[1])), StorageSettings.NONE);
        MaintenanceMemory memory = new MaintenanceMemory(store);
        memory.log.create(TelemetryTables.STATUS);
        int files = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("compact")) {
            memory.compact(files, Integer.parseInt(arguments[3]));
        } else {
            memory.checkpoint(files);
        }
    }

    private void compact(int files, int rowsAFile) throws Exception {
        List<Column<ContainerStatusEvent>> columns = TelemetryTables.STATUS
                .columns()
                .subList(1, TelemetryTables.STATUS.columns().size());
        DataFileEncoder<ContainerStatusEvent> encoder = new DataFileEncoder<>(columns);
        for (int first = 0; first < files; first += FILES_A_COMMIT) {
            List<DataFileStatus> written = new ArrayList<>();
            for (int number = first; number < Math.min(files, first + FILES_A_COMMIT); number++) {
                DataFile file = encoder.encode(events(number, rowsAFile));
                String path = "date=" + DAY + "/part-" + UUID.randomUUID() + ".zstd.parquet";
                store.put(path, file.content());
                written.add(status(path, file.content().length, file.rows()));
            }
            commit(written, rowsAFile);
        }
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store, "test/1")) {
            CompactionReport report = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            System.out.println("compacted " + report.filesRemoved() + " to "
                    + maintenance.describe().orElseThrow().files()
                    + " rows " + maintenance.describe().orElseThrow().rows().orElse(-1)
                    + " rewritten " + report.rowsRewritten());
        }
    }

    private void checkpoint(int files) throws Exception {
        for (int first = 0; first < files; first += FILES_A_COMMIT) {
            List<DataFileStatus> named = new ArrayList<>();
            for (int number = first; number < Math.min(files, first + FILES_A_COMMIT); number++) {
                named.add(status("date=" + DAY + "/part-" + UUID.randomUUID() + ".zstd.parquet", 4000 + number, 50));
            }
            commit(named, 50);
        }
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store, "test/1")) {
            LogReport fromCommits = maintenance.cleanLog(false, MaintenanceListener.NONE);
            for (int commit = 0; commit < 100; commit++) {
                commit(List.of(status("date=" + DAY + "/part-" + UUID.randomUUID() + ".zstd.parquet", 4000, 50)), 50);
            }
            LogReport fromCheckpoint = maintenance.cleanLog(false, MaintenanceListener.NONE);
            System.out.println("checkpoints " + fromCommits.checkpoint().orElse(-1) + " "
                    + fromCheckpoint.checkpoint().orElse(-1) + " files "
                    + maintenance.describe().orElseThrow().files());
        }
    }

    private void commit(List<DataFileStatus> files, long rowsAFile) throws Exception {
        Snapshot snapshot = log.load().orElseThrow();
        Transaction transaction = snapshot.buildUpdateTableTransaction("test/1", Operation.WRITE)
                .withMaxRetries(0)
                .build(log.engine());
        Map<String, Literal> partition = Map.of("date", Literal.ofDate(Math.toIntExact(DAY.toEpochDay())));
        List<Row> actions = new ArrayList<>();
        for (DataFileStatus file : files) {
            actions.add(FileActions.added(snapshot, file, partition, Map.of(), rowsAFile)
                    .action());
        }
        var unused = log.commit(
                transaction, CloseableIterable.inMemoryIterable(CloseableIterators.of(actions)), Map.of(), () -> {});
    }

    private static DataFileStatus status(String path, long size, long rows) {
        DataFileStatistics statistics = new DataFileStatistics(rows, Map.of(), Map.of(), Map.of(), Optional.empty());
        return new DataFileStatus(TablePaths.kernel(path), size, Instant.now().toEpochMilli(), Optional.of(statistics));
    }

    private static List<ContainerStatusEvent> events(int file, int rows) {
        Instant start = Instant.parse(DAY + "T00:00:00Z").plus(Duration.ofSeconds(file));
        List<ContainerStatusEvent> events = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            events.add(new ContainerStatusEvent(
                    start.plusNanos(row * 1000L),
                    "service-" + row % 10,
                    String.format(Locale.ROOT, "%012x", file % 20),
                    ContainerState.RUNNING,
                    HealthStatus.UNHEALTHY,
                    null,
                    row,
                    file * 31L + row,
                    row % 5,
                    "the probe of file " + file + " said no, row " + row));
        }
        return events;
    }
}
