package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceException;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Goes through the partitions of a table and replaces small files, as {@link CompactionPlanner} says and {@link RewriteFiles} does.
 * Each step is a commit of its own, so a crash loses one step's work, and a round that has lasted long enough ends after one. Of
 * all partitions only numbers are held in memory; the files of one at a time, and a part of them if they are many. A file
 * that can't be read costs its step, is told, and is left out from then on.
 */
public final class Compactor {

    /** How often a partition is planned anew without a step having been done, before it is left to the next time. */
    private static final int MAX_FRUITLESS_PLANS = 5;

    /** How many unreadable files of a partition are told, before it is left to the next time. */
    private static final int MAX_UNREADABLE = 10;

    private final DeltaLog log;
    private final TableLayout layout;
    private final CompactionPlanner planner;
    private final MaintenanceLimits limits;
    private final RewriteFiles replacement;
    private final CompactionScope scope;
    private final MaintenanceWork work;
    private final CompactionStats stats = new CompactionStats();
    private final Set<String> missed = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private long replacedSinceCheckpoint;
    private boolean outOfTime;

    public Compactor(
            DeltaLog log,
            TableLayout layout,
            CompactionPlanner planner,
            MaintenanceLimits limits,
            RewriteFiles replacement,
            CompactionScope scope,
            MaintenanceWork work) {
        this.log = log;
        this.layout = layout;
        this.planner = planner;
        this.limits = limits;
        this.replacement = replacement;
        this.scope = scope;
        this.work = work;
    }

    public CompactionReport run(Snapshot snapshot) throws IOException, InterruptedException, MaintenanceException {
        Map<TablePartition, List<CompactionCandidate>> partitions = new HashMap<>();
        LogFiles.live(snapshot.getScanBuilder().build(), log.engine(), file -> {
            Optional<TablePartition> partition = layout.partitionOf(file);
            if (!TablePaths.isInside(file.path())) {
                stats.skippedOutside++;
            } else if (partition.isPresent() && isCandidate(file)) {
                partitions
                        .computeIfAbsent(partition.get(), each -> new ArrayList<>())
                        .add(CompactionCandidate.of(file, layout.order(), false));
            } else if (file.hasDeletionVector()) {
                stats.skippedDeletionVectors++;
            }
        });
        partitions
                .entrySet()
                .removeIf(each -> (!scope.openDays() && !isOver(each.getKey()))
                        || planner.next(each.getValue(), isOver(each.getKey())).isEmpty());
        work.expect(partitions.values().stream().mapToLong(List::size).sum());
        for (TablePartition partition :
                partitions.keySet().stream().sorted(TablePartition.BY_DAY).toList()) {
            long commits = stats.commits;
            boolean goOn = true;
            if (scope.dryRun()) {
                imagine(partition, partitions.getOrDefault(partition, List.of()));
            } else {
                goOn = compact(partition);
            }
            stats.partitions += stats.commits > commits ? 1 : 0;
            if (outOfTime) {
                stats.notes.add("it has lasted " + scope.atMost().toMinutes()
                        + " minutes; what is left is left to the next round");
            }
            if (!goOn || outOfTime) {
                break;
            }
        }
        return stats.report();
    }

    /** False if the table is not the one any more that this compaction began with. */
    private boolean compact(TablePartition partition) throws IOException, InterruptedException, MaintenanceException {
        int most = unreadable.size() + MAX_UNREADABLE;
        for (int fruitless = 0; fruitless < MAX_FRUITLESS_PLANS; fruitless++) {
            Optional<Snapshot> loaded = load();
            if (loaded.isEmpty()) {
                return false;
            }
            if (!TableLayout.of(loaded.get()).equals(layout)) {
                stats.notes.add(
                        "its columns or features were changed meanwhile, or the order of its rows; the rest is left to the next time");
                return false;
            }
            long commits = stats.commits;
            try {
                if (compact(loaded.get(), partition)) {
                    return true;
                }
            } catch (UnreadableFileException e) {
                // One that is not there may have left the table meanwhile: then it isn't met again.
                if (!e.isMissing() || !missed.add(e.path())) {
                    unreadable.add(e.path());
                    stats.failures.add(e.problem());
                }
                if (unreadable.size() == most) {
                    stats.failures.add(partition + " may have more such files; it is left to the next time");
                    return true;
                }
                fruitless--;
            } catch (MaintenanceException e) {
                if (!e.isPermanent()) {
                    throw e;
                }
                stats.failures.add(String.valueOf(e.getMessage()));
                return true;
            }
            if (stats.commits > commits) {
                fruitless = 0;
            }
        }
        stats.notes.add(partition + " was left as it is, because others changed its files all the time");
        return true;
    }

    /** Does what is to be done as long as nobody else commits, and there is time; false if it has to be planned anew. */
    private boolean compact(Snapshot start, TablePartition partition)
            throws IOException, InterruptedException, MaintenanceException {
        PartitionFiles files = new PartitionFiles(layout, limits.maxPlanned());
        files.look(start, log.engine(), partition, file -> isCandidate(file) && !unreadable.contains(file.path()));
        Snapshot snapshot = start;
        for (Optional<CompactionPlanner.Step<CompactionCandidate>> step = next(files, partition);
                step.isPresent();
                step = next(files, partition)) {
            Optional<RewriteFiles.Done> done = replacement.replace(snapshot, partition, step.get(), work, stats);
            if (done.isEmpty()) {
                return false;
            }
            replacedSinceCheckpoint += step.get().files().size();
            files.replace(
                    step.get().files(),
                    done.get().added().stream().filter(this::isCandidate).toList());
            if (work.hasLasted(scope.atMost())) {
                outOfTime = true;
                return true;
            }
            if (done.get().next() == null) {
                return !files.isPartial() && next(files, partition).isEmpty();
            }
            snapshot = done.get().next();
        }
        return !files.isPartial();
    }

    private Optional<CompactionPlanner.Step<CompactionCandidate>> next(PartitionFiles files, TablePartition partition) {
        return planner.next(files.candidates(), isOver(partition));
    }

    /**
     * The latest version. Whoever looks at it reads all that was removed since the last checkpoint, and has it in memory; so a
     * long round gathers the log on its way.
     */
    private Optional<Snapshot> load() throws IOException {
        Optional<Snapshot> loaded = log.load();
        if (loaded.isPresent() && replacedSinceCheckpoint >= limits.maxPlanned()) {
            replacedSinceCheckpoint = 0;
            if (log.checkpoint(loaded.get(), work.now())) {
                return log.load();
            }
        }
        return loaded;
    }

    /** What {@link #compact(TablePartition)} would do, as far as numbers tell. */
    private void imagine(TablePartition partition, List<CompactionCandidate> known) {
        List<CompactionCandidate> files = new ArrayList<>(known);
        for (Optional<CompactionPlanner.Step<CompactionCandidate>> step = planner.next(files, isOver(partition));
                step.isPresent();
                step = planner.next(files, isOver(partition))) {
            List<CompactionCandidate> inputs = step.get().files();
            long rows = inputs.stream().mapToLong(CompactionCandidate::rows).sum();
            long bytes = inputs.stream().mapToLong(CompactionCandidate::size).sum();
            LogFile written = imagined(rows, bytes);
            CompactionCandidate output = new CompactionCandidate(rows, bytes, true, 0, RunTag.NONE, written);
            stats.add(inputs, List.of(written));
            PartitionFiles.remove(files, inputs);
            files.add(output);
        }
    }

    private LogFile imagined(long rows, long bytes) {
        String path = "imagined/" + stats.commits;
        return new LogFile(path, path, Map.of(), bytes, OptionalLong.of(rows), 0, Optional.empty(), Map.of());
    }

    private boolean isCandidate(LogFile file) {
        return TablePaths.isInside(file.path())
                && (planner.isSmall(file.size()) || layout.order().isOrderOf(file.tags()))
                && !file.hasDeletionVector();
    }

    /** Whether no more rows are expected; of a partition that is of no day, they always are. */
    private boolean isOver(TablePartition partition) {
        LocalDate day = partition.day();
        return day != null
                && !day.plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .plus(scope.overAfter())
                        .isAfter(work.now());
    }
}
