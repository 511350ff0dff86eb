package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.Deletions;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.ExpiredLog;
import io.dispenser.telemetry.adapter.delta.log.Retention;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes a checkpoint if one is due, then removes what it and those before it have made needless. Writers write checkpoints
 * too, by the number of commits; one is due here as well when a slow table's last one is a day old.
 */
public final class LogMaintenance {

    private static final Duration MAX_AGE = Duration.ofDays(1);
    private static final int FEW_COMMITS = 10;

    /** Who wants to know why a file could not be used has a month to look at it; its host has written the rows again. */
    private static final Duration ASIDE = Duration.ofDays(30);

    private final TableStore store;
    private final DeltaLog log;
    private final Retention retention;
    private final boolean dryRun;
    private final MaintenanceWork work;

    private long files;
    private long bytes;

    public LogMaintenance(TableStore store, DeltaLog log, Retention retention, boolean dryRun, MaintenanceWork work) {
        this.store = store;
        this.log = log;
        this.retention = retention;
        this.dryRun = dryRun;
        this.work = work;
    }

    public LogReport run(Snapshot snapshot) throws IOException, InterruptedException, MaintenanceException {
        OptionalLong checkpoint = OptionalLong.empty();
        if ((log.lacksCheckpoint() || isDue(snapshot, work.now()))
                && (dryRun || log.checkpoint(snapshot, work.now()))) {
            checkpoint = OptionalLong.of(snapshot.getVersion());
        }
        Optional<Duration> wanted = SnapshotFacts.logRetention(snapshot);
        if (wanted.isEmpty()) {
            long kept = cleanAside();
            return new LogReport(
                    checkpoint,
                    files,
                    bytes,
                    Duration.ZERO,
                    kept,
                    notes(kept, "the table asks to keep its log for ever"));
        }
        Duration kept = retention.ofLog(snapshot).orElseThrow();
        Instant cutoff = work.now().minus(kept);
        ExpiredLog expired = new ExpiredLog(store, cutoff, dryRun ? checkpoint : OptionalLong.empty(), Long.MAX_VALUE);
        while (!expired.isDone()) {
            remove(expired.next());
        }
        Sidecars sidecars = new Sidecars(store, log, expired, cutoff);
        while (!sidecars.isDone()) {
            remove(sidecars.next(work));
        }
        long aside = cleanAside();
        String longer = wanted.get().equals(kept)
                ? ""
                : "the table asks to keep its log for " + wanted.get().toSeconds() + " seconds; it is kept for "
                        + kept.toHours() + " hours, for writers and readers that are under way";
        return new LogReport(checkpoint, files, bytes, kept, aside, notes(aside, longer));
    }

    /** Deletes what has lain aside for long; says how many files still do. */
    private long cleanAside() throws IOException, InterruptedException, MaintenanceException {
        Instant cutoff = work.now().minus(ASIDE);
        long younger = 0;
        FileWalk walk = new FileWalk(store, TablePaths.ASIDE);
        for (List<FileEntry> chunk = walk.next(); !chunk.isEmpty(); chunk = walk.next()) {
            List<FileEntry> old = chunk.stream()
                    .filter(file -> file.modified().isBefore(cutoff))
                    .toList();
            remove(old);
            younger += chunk.size() - old.size();
        }
        return younger;
    }

    private static List<String> notes(long aside, String more) {
        List<String> notes = new ArrayList<>();
        if (aside > 0) {
            notes.add(aside + (aside == 1 ? " file" : " files") + " that hosts handed over can't be used and "
                    + (aside == 1 ? "lies" : "lie") + " in " + TablePaths.ASIDE + " for " + ASIDE.toDays() + " days");
        }
        if (!more.isEmpty()) {
            notes.add(more);
        }
        return notes;
    }

    private void remove(List<FileEntry> needless) throws IOException, InterruptedException, MaintenanceException {
        files += needless.size();
        bytes += needless.stream().mapToLong(FileEntry::size).sum();
        work.expect(needless.size());
        work.advance(0);
        if (!dryRun) {
            new Deletions(store).run(needless, () -> work.advance(1));
        }
    }

    private static boolean isDue(Snapshot snapshot, Instant now) {
        long commits = snapshot.getVersion() - Math.max(0, SnapshotFacts.checkpointVersion(snapshot));
        if (commits >= SnapshotFacts.checkpointInterval(snapshot)) {
            return true;
        }
        boolean old = SnapshotFacts.checkpointTime(snapshot)
                .map(time -> time.plus(MAX_AGE).isBefore(now))
                .orElse(true);
        return old && commits >= FEW_COMMITS;
    }
}
