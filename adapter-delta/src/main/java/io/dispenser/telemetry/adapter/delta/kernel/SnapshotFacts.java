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

    private SnapshotFacts() {}

    /** After how many commits the table wants a checkpoint. */
    public static long checkpointInterval(Snapshot snapshot) {
        return TableProperties.valid(TableConfig.CHECKPOINT_INTERVAL, snapshot);
    }

    /** The version of the checkpoint that {@code snapshot} was read from; -1 if it was read from the log alone. */
    public static long checkpointVersion(Snapshot snapshot) {
        return snapshot.getLogSegment().getCheckpointVersionOpt().orElse(-1L);
    }

    /** How many commits after its checkpoint {@code snapshot} is made of. */
    public static int commitsAfterCheckpoint(Snapshot snapshot) {
        return snapshot.getLogSegment().getDeltas().size();
    }

    /** The bytes of the checkpoint that {@code snapshot} was read from; 0 without one. */
    public static long checkpointBytes(Snapshot snapshot) {
        return snapshot.getLogSegment().getCheckpoints().stream()
                .mapToLong(FileStatus::getSize)
                .sum();
    }

    /** A commit among those after the checkpoint that has no content, as Kernel calls it. */
    public static Optional<String> emptyCommit(Snapshot snapshot) {
        return snapshot.getLogSegment().getDeltas().stream()
                .filter(commit -> commit.getSize() == 0)
                .map(FileStatus::getPath)
                .findFirst();
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

    /** Whether both are versions of a table that is defined alike. */
    public static boolean haveSameDefinition(Snapshot one, Snapshot other) {
        return one.getMetadata().equals(other.getMetadata())
                && one.getProtocol().equals(other.getProtocol());
    }

    /** How long files are kept that the table no longer has. */
    public static Duration deletedFileRetention(Snapshot snapshot) {
        return Duration.ofMillis(TableProperties.valid(TableConfig.TOMBSTONE_RETENTION, snapshot));
    }

    /** How long the number of a writer is remembered that writes no more; empty if for ever. */
    public static Optional<Duration> transactionRetention(Snapshot snapshot) {
        return TableProperties.valid(TableConfig.SET_TRANSACTION_RETENTION, snapshot)
                .map(Duration::ofMillis);
    }

    /** How long log files are kept; empty if the table asks to keep them for ever. */
    public static Optional<Duration> logRetention(Snapshot snapshot) {
        boolean cleaned = TableConfig.EXPIRED_LOG_CLEANUP_ENABLED.fromMetadata(snapshot.getMetadata())
                && !snapshot.getProtocol()
                        .getWriterFeatures()
                        .contains(TableFeatures.CHECKPOINT_PROTECTION_W_FEATURE.featureName());
        return cleaned
                ? Optional.of(Duration.ofMillis(TableProperties.valid(TableConfig.LOG_RETENTION, snapshot)))
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
