package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.internal.checkpoints.Checkpointer;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.kernel.Checksums.Totals;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.compression.CompressionCodecFactory;

/**
 * Writes checkpoints, and nothing else: Kernel would go on to clean the log, by the clock of this machine and without the
 * checksum files. So it is told a time so early that no file has expired.
 */
public final class Checkpoints {

    private static final StructType PATHS =
            new StructType().add("add", new StructType().add("path", StringType.STRING));

    private Checkpoints() {}

    /**
     * Gathers the log of {@code snapshot} in a checkpoint.
     *
     * @param expired what is left out
     * @return the files that it names; empty if there was one already
     */
    public static Optional<Totals> write(
            Snapshot snapshot, FileIO files, CompressionCodecFactory codecs, ExpiredActions expired)
            throws IOException {
        KernelEngine engine = KernelEngine.forCheckpoint(files, codecs, expired);
        try {
            Checkpointer.checkpoint(engine, () -> 0, TableProperties.forCheckpoint(snapshot));
            return Optional.of(engine.written());
        } catch (CheckpointAlreadyExistsException e) {
            return Optional.empty();
        }
    }

    /** Reads the checkpoint of {@code snapshot}, if it has one, for nothing but to see whether it can be read. */
    public static void read(Snapshot snapshot, Engine engine) throws IOException {
        List<FileStatus> files = snapshot.getLogSegment().getCheckpoints().stream()
                .filter(file -> file.getPath().endsWith(".parquet"))
                .toList();
        try (CloseableIterator<FileReadResult> batches = engine.getParquetHandler()
                .readParquetFiles(Utils.toCloseableIterator(files.iterator()), PATHS, Optional.empty())) {
            batches.forEachRemaining(batch -> {});
        }
    }
}
