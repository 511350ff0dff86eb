package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.internals.SnapshotFacts;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FileStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes a checkpoint if one is due, then removes what it and those before it have made needless. Writers write checkpoints
 * too, by the number of commits; one is due here as well when a slow table's last one is a day old.
 */
final class LogCare {

    private static final Duration MAX_AGE = Duration.ofDays(1);
    private static final int FEW_COMMITS = 10;

    private final FileStore store;
    private final DeltaLog log;
    private final Duration floor;

    /** @param floor what is younger and belongs to no checkpoint stays: one may just be written */
    LogCare(FileStore store, DeltaLog log, Duration floor) {
        this.store = store;
        this.log = log;
        this.floor = floor;
    }

    LogReport run(Snapshot snapshot, boolean dryRun, MaintenanceWork work)
            throws IOException, InterruptedException, MaintenanceException {
        LogListing listing = LogListing.of(store); // a long one on a busy table
        OptionalLong checkpoint = OptionalLong.empty();
        if (isDue(snapshot, listing, work.now())) {
            if (dryRun || log.checkpoint(snapshot, work.now())) {
                checkpoint = OptionalLong.of(snapshot.getVersion());
            }
            listing = LogListing.of(store);
        }
        Optional<Duration> retention = SnapshotFacts.logRetention(snapshot);
        if (retention.isEmpty()) {
            return new LogReport(checkpoint, 0, 0, Duration.ZERO, List.of("the table asks to keep its log for ever"));
        }
        List<FileEntry> expired = new ArrayList<>(
                new LogCleaner(store).expired(listing, work.now().minus(retention.get())));
        Duration sidecarAge = retention.get().compareTo(floor) < 0 ? floor : retention.get();
        expired.addAll(new Sidecars(store, log).unneeded(expired, work.now().minus(sidecarAge)));
        work.expect(expired.size());
        if (!dryRun) {
            new Deletions(store).run(expired, work);
        }
        long bytes = expired.stream().mapToLong(FileEntry::size).sum();
        return new LogReport(checkpoint, expired.size(), bytes, retention.get(), List.of());
    }

    private static boolean isDue(Snapshot snapshot, LogListing listing, Instant now) {
        Map.Entry<Long, Instant> last = listing.checkpoints().lastEntry();
        long commits = listing.commitsAfter(last == null ? 0 : last.getKey());
        if (commits >= DeltaLog.checkpointInterval(snapshot)) {
            return true;
        }
        boolean old = last == null || last.getValue().plus(MAX_AGE).isBefore(now);
        return old && commits >= FEW_COMMITS;
    }
}
