package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.TableConfig;
import io.delta.kernel.internal.checksum.CRCInfo;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What Kernel knows of a snapshot and of a scan's files, and keeps behind its public interface. */
public final class SnapshotFacts {

    private static final int DEFAULT_CHECKPOINT_INTERVAL = 10;

    private SnapshotFacts() {}

    /** After how many commits the table wants a checkpoint. */
    public static long checkpointInterval(Snapshot snapshot) {
        String set = snapshot.getTableProperties().get("delta.checkpointInterval");
        try {
            return set == null ? DEFAULT_CHECKPOINT_INTERVAL : Math.max(1, Long.parseLong(set.strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_CHECKPOINT_INTERVAL;
        }
    }

    /** The version of the checkpoint that {@code snapshot} was read from; -1 if it was read from the log alone. */
    public static long checkpointVersion(Snapshot snapshot) {
        return snapshot.getLogSegment().getCheckpointVersionOpt().orElse(-1L);
    }

    /** Which table this is: one that is made anew in its place has another. */
    public static String tableId(Snapshot snapshot) {
        return snapshot.getMetadata().getId();
    }

    /**
     * When the latest commit was made, by the clock of the store; for a snapshot that was loaded. What a table's time is
     * otherwise may be what its writers told in their commits.
     */
    public static Instant committed(Snapshot snapshot) {
        return Instant.ofEpochMilli(
                snapshot.getLogSegment().getDeltaFileAtEndVersion().getModificationTime());
    }

    /** When that checkpoint was written; empty if there is none. */
    public static Optional<Instant> checkpointTime(Snapshot snapshot) {
        return snapshot.getLogSegment().getCheckpoints().stream()
                .map(file -> Instant.ofEpochMilli(file.getModificationTime()))
                .max(Comparator.naturalOrder());
    }

    /** How many data files the table has, if a checksum file says so. */
    public static Optional<Long> liveFiles(Snapshot snapshot) {
        return snapshot.getCurrentCrcInfo().map(CRCInfo::getNumFiles);
    }

    /** How long files are kept that the table no longer has. */
    public static Duration deletedFileRetention(Snapshot snapshot) {
        return Duration.ofMillis(TableConfig.TOMBSTONE_RETENTION.fromMetadata(snapshot.getMetadata()));
    }

    /** How long log files are kept; empty if the table asks to keep them for ever. */
    public static Optional<Duration> logRetention(Snapshot snapshot) {
        boolean cleaned = TableConfig.EXPIRED_LOG_CLEANUP_ENABLED.fromMetadata(snapshot.getMetadata())
                && !snapshot.getProtocol()
                        .getWriterFeatures()
                        .contains(TableFeatures.CHECKPOINT_PROTECTION_W_FEATURE.featureName());
        return cleaned
                ? Optional.of(Duration.ofMillis(TableConfig.LOG_RETENTION.fromMetadata(snapshot.getMetadata())))
                : Optional.empty();
    }

    /** The features that the table's protocol names, of readers and of writers. */
    public static Set<String> features(Snapshot snapshot) {
        Set<String> features = new TreeSet<>(snapshot.getProtocol().getReaderFeatures());
        features.addAll(snapshot.getProtocol().getWriterFeatures());
        return features;
    }

    /** The files of a scan with their statistics. */
    public static CloseableIterator<FilteredColumnarBatch> filesWithStatistics(Scan scan, Engine engine) {
        return ((ScanImpl) scan).getScanFiles(engine, true);
    }

    /** The file that {@code scanFile} stands for. */
    public static FileStatus file(Row scanFile) {
        return InternalScanFileUtils.getAddFileStatus(scanFile);
    }

    /** The partition values of a file, as strings. */
    public static Map<String, String> partition(Row scanFile) {
        return InternalScanFileUtils.getPartitionValues(scanFile);
    }

    /** The statistics of a file, as the log has them. */
    public static Optional<String> statistics(Row scanFile) {
        Row add = scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
        int ordinal = InternalScanFileUtils.ADD_FILE_STATS_ORDINAL;
        return add.isNullAt(ordinal) ? Optional.empty() : Optional.of(add.getString(ordinal));
    }

    /** The columns that a scan reads of a data file. */
    public static StructType columnsInFiles(Row scanState) {
        return ScanStateRow.getPhysicalDataReadSchema(scanState);
    }
}
