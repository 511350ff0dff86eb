package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.lease.LeaseFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.read.FileBounds;
import io.dispenser.telemetry.core.port.HandOvers;
import io.dispenser.telemetry.core.port.TableDay;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at a table for a person: what its latest version and its log consist of. Writes nothing. */
public final class TableDescriber {

    private static final long DEFAULT_TARGET_BYTES = 32L << 20;
    private static final long MIN_TARGET_BYTES = 1 << 20;

    private final TableStore store;
    private final DeltaLog log;
    private final MaintenanceLimits limits;
    private final LeaseFiles lease;

    private long files;
    private long bytes;
    private long smallFiles;
    private OptionalLong rows = OptionalLong.of(0);
    private @Nullable LocalDate oldest;
    private @Nullable LocalDate newest;
    private @Nullable Instant newestRow;

    /** The newest ones only, so that a table of many years, or of senseless dates, takes no more memory. */
    private final TreeMap<LocalDate, Day> days = new TreeMap<>();

    public TableDescriber(TableStore store, DeltaLog log, MaintenanceLimits limits, LeaseFiles lease) {
        this.store = store;
        this.log = log;
        this.limits = limits;
        this.lease = lease;
    }

    /**
     * Describes a version.
     *
     * @param handOvers what was found in the table's inbox
     */
    public TableDescription at(Snapshot snapshot, HandOvers handOvers, Instant now) throws IOException {
        long target = targetBytes(snapshot, limits);
        CompactionPlanner planner = new CompactionPlanner(limits, target);
        String dayColumn = TableLayout.dayColumn(snapshot);
        LogFiles.live(snapshot.getScanBuilder().build(), log.engine(), (file, scanFile) -> {
            add(file, scanFile, dayColumn);
            smallFiles += planner.isSmall(file.size()) ? 1 : 0;
        });
        LogStatistics statistics = LogStatistics.of(store);
        Instant maintained = lease.current()
                .map(state -> state.at(state.modified())) // asking the store what time it is would write
                .filter(state -> state.finished() > 0)
                .map(state -> Instant.ofEpochMilli(state.finished()))
                .orElse(null);
        return new TableDescription(
                snapshot.getVersion(),
                snapshot.getTableProperties().containsKey(TableMetadata.CREATED_BY),
                files,
                rows,
                bytes,
                smallFiles,
                target,
                oldest,
                newest,
                newestRow,
                days.values().stream().map(Day::described).toList(),
                statistics.commits(),
                statistics.files(),
                statistics.bytes(),
                statistics.commitsAfterCheckpoint(),
                statistics.checkpoint(),
                maintained,
                handOvers,
                now,
                statistics.warnings());
    }

    private void add(LogFile file, Row scanFile, @Nullable String dayColumn) {
        files++;
        bytes += file.size();
        rows = plus(rows, file);
        Optional<LocalDate> day = dayColumn == null
                ? Optional.empty()
                : TablePartition.day(file.partition().get(dayColumn));
        day.ifPresent(date -> {
            oldest = oldest == null || date.isBefore(oldest) ? date : oldest;
            newest = newest == null || date.isAfter(newest) ? date : newest;
            days.computeIfAbsent(date, Day::new).add(file);
            if (days.size() > TableDescription.MOST_DAYS) {
                days.pollFirstEntry();
            }
        });
        // The rows of earlier days are older, so that their statistics need not be read.
        if (day.isEmpty() || day.get().equals(newest)) {
            FileBounds.newestKnown(scanFile)
                    .filter(row -> newestRow == null || row.isAfter(newestRow))
                    .ifPresent(row -> newestRow = row);
        }
    }

    private static OptionalLong plus(OptionalLong rows, LogFile file) {
        return rows.isPresent() && file.rows().isPresent()
                ? OptionalLong.of(rows.getAsLong() + file.rows().getAsLong())
                : OptionalLong.empty();
    }

    /** What was found of one day. */
    private static final class Day {
        private final LocalDate date;
        private long files;
        private OptionalLong rows = OptionalLong.of(0);

        Day(LocalDate date) {
            this.date = date;
        }

        void add(LogFile file) {
            files++;
            rows = plus(rows, file);
        }

        TableDay described() {
            return new TableDay(date, files, rows);
        }
    }

    /** The size that data files are compacted to: the table's, within bounds. */
    public static long targetBytes(Snapshot snapshot, MaintenanceLimits limits) {
        String set = snapshot.getTableProperties().get(TableMetadata.TARGET_FILE_SIZE);
        long wanted = DEFAULT_TARGET_BYTES;
        try {
            wanted = set == null ? wanted : Long.parseLong(set.strip());
        } catch (NumberFormatException e) {
            // Something like 32mb, of Spark: the default will do.
        }
        return Math.min(limits.maxTargetBytes(), Math.max(Math.min(MIN_TARGET_BYTES, limits.maxTargetBytes()), wanted));
    }
}
