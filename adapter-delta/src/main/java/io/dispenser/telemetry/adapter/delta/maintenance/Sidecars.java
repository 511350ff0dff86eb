package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.ExpiredLog;
import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.adapter.delta.log.LogFileName.Kind;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files in which others keep the greater part of their checkpoints (table feature {@code v2Checkpoint}; we write
 * checkpoints in one piece). Their names say nothing of a version: one is needed as long as a checkpoint names it, and one
 * that is young may be of a checkpoint that is just being written.
 */
final class Sidecars {

    private static final String DIRECTORY = TablePaths.LOG + "/_sidecars";
    private static final StructType NAMED =
            new StructType().add("sidecar", new StructType().add("path", StringType.STRING));

    private final TableStore store;
    private final DeltaLog log;
    private final ExpiredLog leaving;
    private final Instant cutoff;
    private final FileWalk walk;
    private boolean isDone;

    /**
     * @param leaving log files that are or will be gone
     * @param cutoff what is younger stays
     */
    Sidecars(TableStore store, DeltaLog log, ExpiredLog leaving, Instant cutoff) {
        this.store = store;
        this.log = log;
        this.leaving = leaving;
        this.cutoff = cutoff;
        this.walk = new FileWalk(store, DIRECTORY);
    }

    /** Whether all were looked at. */
    boolean isDone() {
        return isDone;
    }

    /** Looks at some more of them, and returns those that no checkpoint will name: perhaps none, though others follow. */
    List<FileEntry> next(MaintenanceWork work) throws IOException, InterruptedException, MaintenanceException {
        // Listed before the checkpoints, so that none of a checkpoint that comes in between is among them.
        List<FileEntry> some = walk.next();
        isDone = some.isEmpty();
        Map<String, FileEntry> unneeded = new TreeMap<>();
        for (FileEntry file : some) {
            if (!file.modified().isAfter(cutoff)) {
                unneeded.put(file.name(), file);
            }
        }
        if (unneeded.isEmpty()) {
            return List.of();
        }
        FileWalk checkpoints = new FileWalk(store, TablePaths.LOG);
        for (List<FileEntry> chunk = checkpoints.next(); !chunk.isEmpty(); chunk = checkpoints.next()) {
            work.advance(0);
            for (FileEntry file : chunk) {
                Optional<LogFileName> name = LogFileName.parse(file.name());
                if (name.isPresent() && name.get().kind() == Kind.CHECKPOINT && !leaving.has(file, name.get())) {
                    removeNamed(file, unneeded);
                }
            }
        }
        return List.copyOf(unneeded.values());
    }

    private void removeNamed(FileEntry checkpoint, Map<String, FileEntry> unneeded) throws IOException {
        try {
            readNamed(checkpoint, unneeded);
        } catch (IOException | RuntimeException e) {
            if (!Causes.has(e, FileNotFoundException.class)) {
                throw e;
            }
            // Somebody else has just cleaned it away, and it names nothing any more.
        }
    }

    private void readNamed(FileEntry checkpoint, Map<String, FileEntry> unneeded) throws IOException {
        CloseableIterator<FileStatus> file = CloseableIterators.of(List.of(FileStatus.of(
                TablePaths.kernel(checkpoint.path()),
                checkpoint.size(),
                checkpoint.modified().toEpochMilli())));
        try (CloseableIterator<ColumnarBatch> batches = checkpoint.path().endsWith(".json")
                ? log.engine().getJsonHandler().readJsonFiles(file, NAMED, Optional.empty())
                : log.engine()
                        .getParquetHandler()
                        .readParquetFiles(file, NAMED, Optional.empty())
                        .map(result -> result.getData())) {
            while (batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                ColumnVector sidecar = batch.getColumnVector(0);
                for (int row = 0; row < batch.getSize(); row++) {
                    if (!sidecar.isNullAt(row)) {
                        String path =
                                URI.create(sidecar.getChild(0).getString(row)).getPath();
                        unneeded.remove(path.substring(path.lastIndexOf('/') + 1));
                    }
                }
            }
        }
    }
}
