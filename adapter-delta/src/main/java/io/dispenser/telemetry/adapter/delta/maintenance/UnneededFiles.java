package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data files that nobody needs any longer: no file of the latest version, none that was removed within the
 * retention, and older than the retention by the store's own time.
 *
 * <p>A {@link TableStore} lists one directory at a time and knows no directories. So the directories of all files that the
 * log names are looked into, live and removed; and of the partitions by date all between the oldest and the newest of them,
 * and today's: that is where a writer that died left files that no commit names. What lies in a directory that the log
 * doesn't name and that is older or newer than all those, or eleven years older than the newest, isn't found. A table that is
 * partitioned by more than one column, or not by date, is looked into where the log names a file. Only Parquet files are
 * touched; deletion vectors and change data stay. Memory does not grow with the number of files, but for the eight bytes that
 * are held of each that is needed.
 */
final class UnneededFiles {

    /** A wrong date, of a clock that was wrong, must not make this look into every day since then. */
    private static final int MAX_DAYS = 4000;

    /** So many files take some 10 MB of memory. */
    private static final int AT_ONCE = 50_000;

    private final TableStore store;
    private final DeltaLog log;
    private final @Nullable String partitionColumn;
    private final Instant now;
    private final Instant cutoff;

    private final PathSet needed = new PathSet();
    private final Set<String> directories = new TreeSet<>();
    private final Deque<String> left = new ArrayDeque<>();
    private @Nullable FileWalk walk;
    private @Nullable String outside;

    /**
     * @param partitionColumn the date column that the table is partitioned by; null if there is none
     * @param now what day it is, for where to look
     * @param cutoff files that left the table before that, or were written before that and never came into it, may go
     */
    UnneededFiles(TableStore store, DeltaLog log, @Nullable String partitionColumn, Instant now, Instant cutoff) {
        this.store = store;
        this.log = log;
        this.partitionColumn = partitionColumn;
        this.now = now;
        this.cutoff = cutoff;
    }

    /** Learns from the log what is needed, and where to look; once, before the files are asked for. */
    void learn(Snapshot snapshot) throws IOException {
        LogFiles.live(snapshot.getScanBuilder().build(), log.engine(), file -> note(file.path(), true));
        LogFiles.removed(snapshot, log.engine(), (path, millis) -> note(path, millis > cutoff.toEpochMilli()));
        if (outside == null) {
            addDatesBetween();
            left.addAll(directories);
        }
    }

    /** The next files that may be deleted, about {@value #AT_ONCE} at most; none if there are no more. */
    List<FileEntry> next(MaintenanceWork work) throws IOException, InterruptedException, MaintenanceException {
        List<FileEntry> unneeded = new ArrayList<>();
        while (unneeded.size() < AT_ONCE) {
            if (walk == null) {
                String directory = left.poll();
                if (directory == null) {
                    break;
                }
                walk = new FileWalk(store, directory);
            }
            List<FileEntry> files = walk.next();
            if (files.isEmpty()) {
                walk = null;
            }
            for (FileEntry file : files) {
                if (isDataFile(file.name()) && !file.modified().isAfter(cutoff) && !needed.mayHold(file.path())) {
                    unneeded.add(file);
                }
            }
            work.advance(0);
        }
        return unneeded;
    }

    /** How many directories were looked into. */
    int directories() {
        return directories.size();
    }

    /** A file that the log names by its whole address; null if there is none. With one, nothing may be deleted. */
    @Nullable
    String outside() {
        return outside;
    }

    private void note(String path, boolean isNeeded) {
        if (!TablePaths.isInside(path)) {
            outside = path; // another table's, or one of ours under a name that its listing doesn't give it
            return;
        }
        String relative = path.substring(TablePaths.ROOT.length() + 1);
        int slash = relative.lastIndexOf('/');
        directories.add(slash < 0 ? "" : relative.substring(0, slash));
        if (isNeeded) {
            needed.add(relative);
        }
    }

    private void addDatesBetween() {
        if (partitionColumn == null) {
            return;
        }
        String prefix = partitionColumn + "=";
        TreeSet<LocalDate> dates = new TreeSet<>();
        for (String directory : directories) {
            if (directory.startsWith(prefix)) {
                date(directory.substring(prefix.length())).ifPresent(dates::add);
            }
        }
        dates.add(LocalDate.ofInstant(now, ZoneOffset.UTC));
        LocalDate last = dates.last();
        LocalDate first = last.minusDays(MAX_DAYS).isAfter(dates.first()) ? last.minusDays(MAX_DAYS) : dates.first();
        first.datesUntil(last.plusDays(1)).forEach(date -> directories.add(prefix + date));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isDataFile(String name) {
        return name.endsWith(".parquet") && !name.startsWith("_") && !name.startsWith(".");
    }
}
