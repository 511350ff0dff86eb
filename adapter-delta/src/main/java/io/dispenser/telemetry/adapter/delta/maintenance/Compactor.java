package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Goes through the dates of a table and replaces small files, as {@link CompactionPlanner} says and {@link RewriteFiles} does.
 * Each step is a commit of its own, so a crash loses one step's work. Of all dates only numbers are held in memory; the files
 * of one date at a time. A file that can't be read costs its step, is told, and is left out from then on.
 */
public final class Compactor {

    /** How often a date is planned anew without a step having been done, before it is left to the next time. */
    private static final int MAX_FRUITLESS_PLANS = 5;

    /** How many unreadable files of a date are told, before it is left to the next time. */
    private static final int MAX_UNREADABLE = 10;

    private final DeltaLog log;
    private final TableLayout layout;
    private final CompactionPlanner planner;
    private final RewriteFiles replacement;
    private final CompactionScope scope;
    private final MaintenanceWork work;
    private final CompactionStats stats = new CompactionStats();
    private final Set<String> missed = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();

    public Compactor(
            DeltaLog log,
            TableLayout layout,
            CompactionPlanner planner,
            RewriteFiles replacement,
            CompactionScope scope,
            MaintenanceWork work) {
        this.log = log;
        this.layout = layout;
        this.planner = planner;
        this.replacement = replacement;
        this.scope = scope;
        this.work = work;
    }

    public CompactionReport run(Snapshot snapshot) throws IOException, InterruptedException, MaintenanceException {
        NavigableMap<LocalDate, List<CompactionCandidate>> dates = new TreeMap<>();
        LogFiles.live(snapshot.getScanBuilder().build(), log.engine(), file -> {
            Optional<LocalDate> date = date(file);
            if (!TablePaths.isInside(file.path())) {
                stats.skippedOutside++;
            } else if (date.isPresent() && isCandidate(file)) {
                dates.computeIfAbsent(date.get(), day -> new ArrayList<>()).add(candidate(file, false));
            } else if (file.hasDeletionVector()) {
                stats.skippedDeletionVectors++;
            }
        });
        dates.entrySet()
                .removeIf(day -> (!scope.openDays() && !isOver(day.getKey()))
                        || planner.next(day.getValue(), isOver(day.getKey())).isEmpty());
        work.expect(dates.values().stream().mapToLong(List::size).sum());
        for (Map.Entry<LocalDate, List<CompactionCandidate>> day : dates.entrySet()) {
            long commits = stats.commits;
            boolean goOn = true;
            if (scope.dryRun()) {
                imagine(day.getKey(), day.getValue());
            } else {
                goOn = compact(day.getKey());
            }
            stats.partitions += stats.commits > commits ? 1 : 0;
            if (!goOn) {
                break;
            }
        }
        return stats.report();
    }

    /** False if the table is not the one any more that this compaction began with. */
    private boolean compact(LocalDate date) throws IOException, InterruptedException, MaintenanceException {
        int most = unreadable.size() + MAX_UNREADABLE;
        for (int fruitless = 0; fruitless < MAX_FRUITLESS_PLANS; fruitless++) {
            Optional<Snapshot> loaded = log.load();
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
                if (compact(loaded.get(), date)) {
                    return true;
                }
            } catch (UnreadableFileException e) {
                // One that is not there may have left the table meanwhile: then it isn't met again.
                if (!e.isMissing() || !missed.add(e.path())) {
                    unreadable.add(e.path());
                    stats.failures.add(e.problem());
                }
                if (unreadable.size() == most) {
                    stats.failures.add("date " + date + " may have more such files; it is left to the next time");
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
        stats.notes.add("date " + date + " was left as it is, because others changed its files all the time");
        return true;
    }

    /** Does what is to be done as long as nobody else commits; false if it has to be planned anew. */
    private boolean compact(Snapshot start, LocalDate date)
            throws IOException, InterruptedException, MaintenanceException {
        List<CompactionCandidate> files = files(start, date);
        Snapshot snapshot = start;
        for (Optional<CompactionPlanner.Step<CompactionCandidate>> step = planner.next(files, isOver(date));
                step.isPresent();
                step = planner.next(files, isOver(date))) {
            Optional<RewriteFiles.Done> done = replacement.replace(snapshot, date, step.get(), work, stats);
            if (done.isEmpty()) {
                return false;
            }
            remove(files, step.get().files());
            for (LogFile added : done.get().added()) {
                if (isCandidate(added)) {
                    files.add(candidate(added, true));
                }
            }
            if (done.get().next() == null) {
                return planner.next(files, isOver(date)).isEmpty();
            }
            snapshot = done.get().next();
        }
        return true;
    }

    private List<CompactionCandidate> files(Snapshot snapshot, LocalDate date) throws IOException {
        Scan scan = snapshot.getScanBuilder()
                .withFilter(new Predicate(
                        "=", new Column(layout.partitionColumn()), Literal.ofDate(Math.toIntExact(date.toEpochDay()))))
                .build();
        List<CompactionCandidate> files = new ArrayList<>();
        LogFiles.live(scan, log.engine(), file -> {
            if (isCandidate(file)
                    && !unreadable.contains(file.path())
                    && date(file).filter(date::equals).isPresent()) {
                files.add(candidate(file, true));
            }
        });
        return files;
    }

    /** What {@link #compact(LocalDate)} would do, as far as numbers tell. */
    private void imagine(LocalDate date, List<CompactionCandidate> known) {
        List<CompactionCandidate> files = new ArrayList<>(known);
        for (Optional<CompactionPlanner.Step<CompactionCandidate>> step = planner.next(files, isOver(date));
                step.isPresent();
                step = planner.next(files, isOver(date))) {
            List<CompactionCandidate> inputs = step.get().files();
            long rows = inputs.stream().mapToLong(CompactionCandidate::rows).sum();
            long bytes = inputs.stream().mapToLong(CompactionCandidate::size).sum();
            CompactionCandidate output = new CompactionCandidate(rows, bytes, true, 0, null);
            stats.add(inputs.size(), bytes, 1, bytes, rows);
            remove(files, inputs);
            if (planner.isSmall(bytes)) {
                files.add(output);
            }
        }
    }

    /** Two files may have the same numbers, so this goes by identity. */
    private static void remove(List<CompactionCandidate> files, List<CompactionCandidate> gone) {
        Set<CompactionCandidate> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(gone);
        files.removeIf(set::contains);
    }

    private CompactionCandidate candidate(LogFile file, boolean withFile) {
        return CompactionCandidate.of(file, layout.order(), withFile);
    }

    private boolean isCandidate(LogFile file) {
        return TablePaths.isInside(file.path()) && planner.isSmall(file.size()) && !file.hasDeletionVector();
    }

    private Optional<LocalDate> date(LogFile file) {
        String value = file.partition().get(layout.partitionColumn());
        try {
            return Optional.ofNullable(value).map(LocalDate::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private boolean isOver(LocalDate date) {
        return !date.plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(scope.settled())
                .isAfter(work.now());
    }
}
