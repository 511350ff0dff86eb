package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.checkpoints.Checkpointer;
import java.io.IOException;
import java.time.Instant;
import org.apache.parquet.compression.CompressionCodecFactory;

/**
 * Writes checkpoints, and nothing else: Kernel would go on to clean the log, by the clock of this machine and without the
 * checksum files. So it is told a time so early that no file has expired.
 */
public final class Checkpoints {

    private Checkpoints() {}

    /**
     * Gathers the log of {@code snapshot} in a checkpoint.
     *
     * @param expired removals before that are left out
     * @return false if there was one
     */
    public static boolean write(Snapshot snapshot, FileIO files, CompressionCodecFactory codecs, Instant expired)
            throws IOException {
        KernelEngine engine = KernelEngine.forCheckpoint(files, codecs, expired);
        try {
            Checkpointer.checkpoint(engine, () -> 0, (SnapshotImpl) snapshot);
            return true;
        } catch (CheckpointAlreadyExistsException e) {
            return false;
        }
    }
}
