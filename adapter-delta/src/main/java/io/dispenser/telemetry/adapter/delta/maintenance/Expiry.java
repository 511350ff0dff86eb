package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.kernel.CommitDetails;
import io.dispenser.telemetry.adapter.delta.kernel.FileActions;
import io.dispenser.telemetry.adapter.delta.kernel.JsonText;
import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.adapter.delta.log.CommitPrecondition;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.UnsupportedWriterFeatures;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes whole dates out of a table that is partitioned by them: their files leave by a commit that the history has as a DELETE,
 * and nothing is read or rewritten. Rows without a date stay.
 *
 * <p>The transaction starts at the version whose files were looked at. So Kernel lets it fail if one of them was removed since,
 * by a compaction for example, and it is begun anew; commits that add rows don't disturb it, and what they add to an old date
 * goes the next time. It is the same if the store can't say whether the commit happened.
 */
public final class Expiry {

    private static final Logger LOG = System.getLogger(Expiry.class.getName());

    /** How often a commit may fail for what others did, before the rest is left to the next time. */
    private static final int MAX_CONFLICTS = 5;

    private final DeltaLog log;
    private final TableStore store;
    private final DeltaErrors failures;
    private final int maxFiles;
    private final MaintenanceWork work;

    private final Set<LocalDate> dates = new HashSet<>();
    private long files;
    private long rows;
    private long bytes;

    /** @param maxFiles how many files leave with one commit, if one date doesn't have more */
    public Expiry(DeltaLog log, TableStore store, DeltaErrors failures, int maxFiles, MaintenanceWork work) {
        this.log = log;
        this.store = store;
        this.failures = failures;
        this.maxFiles = maxFiles;
        this.work = work;
    }

    /**
     * Takes out what is older.
     *
     * @param firstKept the first date whose rows stay
     * @param dryRun whether nothing is taken out and the report says what would be
     */
    public ExpiryReport run(Snapshot start, LocalDate firstKept, boolean dryRun)
            throws IOException, InterruptedException, MaintenanceException {
        int conflicts = 0;
        for (Optional<Snapshot> snapshot = Optional.of(start); snapshot.isPresent(); snapshot = log.load()) {
            String day = TableLayout.dayColumn(snapshot.get());
            List<String> problems = problems(snapshot.get(), day);
            if (day == null || !problems.isEmpty()) {
                return report("no rows left it for their age: " + String.join("; ", problems));
            }
            SortedMap<LocalDate, Integer> old = new TreeMap<>();
            live(snapshot.get(), day, firstKept, (date, file) -> old.merge(date, 1, Integer::sum));
            if (old.isEmpty()) {
                return report();
            }
            requireDeletions(snapshot.get());
            if (dryRun) {
                live(snapshot.get(), day, firstKept, this::count);
                return report();
            }
            LocalDate end = end(old, firstKept);
            boolean done = delete(snapshot.get(), day, end);
            if (done && end.equals(firstKept)) {
                return report(); // what others add to old dates all the time must not keep this here
            }
            if (!done && ++conflicts == MAX_CONFLICTS) {
                return report("others changed the files of old dates all the time; the rest is left to the next time");
            }
        }
        return report("the table is gone");
    }

    private static List<String> problems(Snapshot snapshot, @Nullable String day) {
        List<String> problems = new ArrayList<>(UnsupportedWriterFeatures.againstRewriting(snapshot));
        if (day == null) {
            problems.add("it is not partitioned by a date");
        }
        return problems;
    }

    private static void requireDeletions(Snapshot snapshot) throws MaintenanceException {
        if (Boolean.parseBoolean(snapshot.getTableProperties().get("delta.appendOnly"))) {
            throw new MaintenanceException(
                    "rows are to leave the table for their age, but it allows no deletion: its property delta.appendOnly"
                            + " is true. Set it to false, or keep the rows for ever",
                    null,
                    true);
        }
    }

    /** The date before which so many files lie that one commit takes them out; at least all of the oldest date. */
    private LocalDate end(SortedMap<LocalDate, Integer> old, LocalDate firstKept) {
        int sum = 0;
        for (Map.Entry<LocalDate, Integer> date : old.entrySet()) {
            if (sum > 0 && sum + date.getValue() > maxFiles) {
                return date.getKey();
            }
            sum += date.getValue();
        }
        return firstKept;
    }

    /** False if somebody else came first, or if nobody knows. */
    private boolean delete(Snapshot snapshot, String day, LocalDate end)
            throws IOException, InterruptedException, MaintenanceException {
        List<LogFile> leaving = new ArrayList<>();
        List<Row> actions = new ArrayList<>();
        long removalMillis = work.removalMillis();
        live(snapshot, day, end, (date, file) -> {
            leaving.add(file);
            actions.add(FileActions.removed(file, removalMillis, true));
        });
        work.expect(leaving.size());
        work.advance(0);
        CommitDetails details = new CommitDetails(
                "DELETE",
                Map.of("predicate", JsonText.of(List.of("(" + day + " < '" + end + "')"))),
                Map.of(
                        "numRemovedFiles", Integer.toString(leaving.size()),
                        "numRemovedBytes",
                                Long.toString(leaving.stream()
                                        .mapToLong(LogFile::size)
                                        .sum()),
                        "numDeletedRows",
                                Long.toString(leaving.stream()
                                        .mapToLong(LogFile::liveRows)
                                        .sum()),
                        "numAddedFiles", "0"),
                false);
        CommitPrecondition precondition = new CommitPrecondition(log, store, snapshot);
        try {
            Transaction transaction = log.change(snapshot);
            var unused = log.commit(
                    transaction,
                    CloseableIterable.inMemoryIterable(CloseableIterators.of(actions)),
                    details.asProperties(),
                    () -> precondition.verify(List.of(), work.here()));
            precondition.requireCertain(work.here());
        } catch (RuntimeException e) {
            if (!failures.passesWithAFreshLook(e)) {
                throw e;
            }
            LOG.log(Level.DEBUG, "old dates are looked at anew: {0}", e);
            return false;
        }
        leaving.forEach(file -> date(file, day).ifPresent(date -> count(date, file)));
        work.advance(leaving.size());
        return true;
    }

    @FunctionalInterface
    private interface Visitor {
        void file(LocalDate date, LogFile file);
    }

    /** The files of the dates before {@code end}. */
    private void live(Snapshot snapshot, String day, LocalDate end, Visitor visitor) throws IOException {
        Scan scan = snapshot.getScanBuilder()
                .withFilter(new Predicate("<", new Column(day), RowValues.literal(end)))
                .build();
        Consumer<LogFile> each =
                file -> date(file, day).filter(date -> date.isBefore(end)).ifPresent(date -> visitor.file(date, file));
        LogFiles.live(scan, log.engine(), each);
    }

    private static Optional<LocalDate> date(LogFile file, String day) {
        return TablePartition.day(file.partition().get(day));
    }

    private void count(LocalDate date, LogFile file) {
        dates.add(date);
        files++;
        rows += file.liveRows();
        bytes += file.size();
    }

    private ExpiryReport report(String... notes) {
        return new ExpiryReport(dates.size(), files, rows, bytes, List.of(notes));
    }
}
