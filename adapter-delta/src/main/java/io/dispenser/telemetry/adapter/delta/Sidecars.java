package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.LogFileName.Kind;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FileStore;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files in which others keep the greater part of their checkpoints (table feature {@code v2Checkpoint}; we write
 * checkpoints in one piece). Their names say nothing of a version: one is needed as long as a checkpoint names it, and one
 * that is young may be of a checkpoint that is just being written.
 */
final class Sidecars {

    private static final String DIRECTORY = DeltaLog.DIRECTORY + "/_sidecars";
    private static final StructType NAMED =
            new StructType().add("sidecar", new StructType().add("path", StringType.STRING));

    private final FileStore store;
    private final DeltaLog log;

    Sidecars(FileStore store, DeltaLog log) {
        this.store = store;
        this.log = log;
    }

    /**
     * Those that no checkpoint will name.
     *
     * @param leaving log files that are about to be deleted
     * @param cutoff what is younger stays
     */
    List<FileEntry> unneeded(Collection<FileEntry> leaving, Instant cutoff) throws IOException {
        // Listed before the checkpoints, so that none of a checkpoint that comes in between is among them.
        List<FileEntry> old = store.list(DIRECTORY, "").stream()
                .filter(file -> !file.modified().isAfter(cutoff))
                .toList();
        if (old.isEmpty()) {
            return List.of();
        }
        Set<FileEntry> gone = new HashSet<>(leaving);
        Set<String> needed = new HashSet<>();
        for (LogListing.Versioned each : LogListing.of(store).versioned()) {
            if (each.name().kind() == Kind.CHECKPOINT && !gone.contains(each.file())) {
                addNamed(each.file(), needed);
            }
        }
        return old.stream()
                .filter(file -> !needed.contains(DeltaLog.name(file)))
                .toList();
    }

    private void addNamed(FileEntry checkpoint, Set<String> needed) throws IOException {
        CloseableIterator<FileStatus> file = CloseableIterators.of(List.of(FileStatus.of(
                FileStoreIO.ROOT + "/" + checkpoint.path(),
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
                        needed.add(path.substring(path.lastIndexOf('/') + 1));
                    }
                }
            }
        }
    }
}
