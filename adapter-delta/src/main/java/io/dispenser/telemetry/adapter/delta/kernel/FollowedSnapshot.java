package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.checksum.CRCInfo;
import io.delta.kernel.internal.checksum.ChecksumReader;
import io.delta.kernel.internal.files.ParsedDeltaData;
import io.delta.kernel.internal.files.ParsedPublishedDeltaData;
import io.delta.kernel.internal.lang.Lazy;
import io.delta.kernel.internal.metrics.SnapshotQueryContext;
import io.delta.kernel.internal.replay.LogReplay;
import io.delta.kernel.internal.snapshot.LogSegment;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import io.delta.kernel.internal.util.FileNames;
import io.delta.kernel.utils.FileStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A later version of a snapshot, made of commits that were read one by one instead of listing the log: as Kernel does it after a
 * commit of its own. The commits only append.
 */
public final class FollowedSnapshot {

    private FollowedSnapshot() {}

    /**
     * A commit that was read.
     *
     * @param path as Kernel calls it
     * @param millis its time, about
     * @param files how many data files it adds
     * @param bytes how many bytes these are
     */
    public record Commit(String path, long size, long millis, long files, long bytes) {}

    /** Whether a later version can be made so: where no commit depends on what those before it say of themselves. */
    public static boolean isPossible(Snapshot snapshot) {
        Set<String> features = SnapshotFacts.features(snapshot);
        return !features.contains(TableFeatures.IN_COMMIT_TIMESTAMP_W_FEATURE.featureName())
                && !features.contains(TableFeatures.ROW_TRACKING_W_FEATURE.featureName())
                && !TableFeatures.isCatalogManagedSupported(snapshot.getProtocol());
    }

    /** The version of the latest checksum file that was there when {@code snapshot} was loaded. */
    public static OptionalLong lastChecksum(Snapshot snapshot) {
        return snapshot.getLogSegment().getLastSeenChecksum().stream()
                .mapToLong(file -> FileNames.checksumVersion(file.getPath()))
                .findFirst();
    }

    /**
     * {@code loaded} with a checksum.
     *
     * @param since the commits after the version of {@link #lastChecksum}
     */
    public static Snapshot withChecksum(Snapshot loaded, List<Commit> since, Engine engine) {
        return following(
                (SnapshotImpl) loaded,
                List.of(),
                () -> loaded.getCurrentCrcInfo()
                        .or(() -> loaded.getLogSegment()
                                .getLastSeenChecksum()
                                .flatMap(file -> ChecksumReader.tryReadChecksumFile(engine, file)))
                        .map(crc -> after(crc, since, loaded.getVersion())),
                engine);
    }

    /** {@code base} with the commits of the versions that follow it, in their order. */
    public static Snapshot of(Snapshot base, List<Commit> commits, Engine engine) {
        SnapshotImpl before = (SnapshotImpl) base;
        long version = before.getVersion() + commits.size();
        return following(
                before, commits, () -> before.getCurrentCrcInfo().map(crc -> after(crc, commits, version)), engine);
    }

    private static Snapshot following(
            SnapshotImpl before, List<Commit> commits, Supplier<Optional<CRCInfo>> crc, Engine engine) {
        List<ParsedDeltaData> deltas = new ArrayList<>();
        for (Commit commit : commits) {
            deltas.add(ParsedPublishedDeltaData.forFileStatus(
                    FileStatus.of(commit.path(), commit.size(), commit.millis())));
        }
        Lazy<LogSegment> log = new Lazy<>(() -> deltas.isEmpty()
                ? before.getLogSegment()
                : before.getLogSegment().newWithAddedDeltas(deltas));
        long version = before.getVersion() + commits.size();
        Lazy<Optional<CRCInfo>> checksum = new Lazy<>(crc);
        SnapshotQueryContext query = SnapshotQueryContext.forLatestSnapshot(before.getPath());
        query.setResolvedVersion(version);
        return new SnapshotImpl(
                before.getDataPath(),
                version,
                log,
                new LogReplay(engine, before.getDataPath(), log, checksum),
                before.getProtocol(),
                before.getMetadata(),
                before.getCommitter(),
                query,
                Optional.empty());
    }

    private static CRCInfo after(CRCInfo crc, List<Commit> commits, long version) {
        return new CRCInfo(
                version,
                crc.getMetadata(),
                crc.getProtocol(),
                crc.getTableSizeBytes()
                        + commits.stream().mapToLong(Commit::bytes).sum(),
                crc.getNumFiles() + commits.stream().mapToLong(Commit::files).sum(),
                Optional.empty(),
                crc.getDomainMetadata(),
                Optional.empty());
    }
}
