package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.maintenance.MaintenanceReport;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.VacuumReport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.event.Level;

/** What an operator reads of the care for the tables: what it changed, and what keeps it from its work. */
public final class MaintenanceLog implements MaintenanceLoopListener {

    private final Troubles troubles;

    /** How many files lay aside the last time, by table. */
    private final Map<String, Long> aside = new ConcurrentHashMap<>();

    public MaintenanceLog(Troubles troubles) {
        this.troubles = troubles;
    }

    @Override
    public void maintained(String table, MaintenanceReport report) {
        troubles.ends(maintenance(table), table + ": the table is maintained again");
        Subject subject = Subject.table(table);
        report.expiry()
                .filter(expiry -> expiry.files() > 0)
                .ifPresent(expiry -> subject.say(
                        Level.INFO,
                        "{}: {} of {} left the table for their age",
                        table,
                        Count.of(expiry.rows(), "row"),
                        Count.of(expiry.dates(), "date")));
        CompactionReport compaction = report.compaction();
        subject.say(
                Level.DEBUG,
                "{}: a round of maintenance under our lease: {} compacted{}; vacuum {}; {} of the log deleted",
                table,
                Count.of(compaction.filesRemoved(), "file"),
                compaction.notes().isEmpty() ? "" : " (" + String.join("; ", compaction.notes()) + ")",
                report.vacuum().isPresent() ? "done" : "not due",
                Count.of(report.log().files(), "file"));
        setAside(subject, table, report.log().setAside());
        compaction.failures().forEach(failure -> subject.say(Level.WARN, "{}: not compacted: {}", table, failure));
        long deleted = report.vacuum().map(VacuumReport::files).orElse(0L);
        if (compaction.commits() > 0 || deleted > 0) {
            subject.say(
                    Level.INFO,
                    "{}: {} became {}, {} deleted that the table no longer needs",
                    table,
                    Count.of(compaction.filesRemoved(), "small file"),
                    compaction.filesAdded(),
                    Count.of(deleted, "file"));
        }
    }

    @Override
    public void maintenanceFailed(String table, String reason, Duration retryIn) {
        troubles.occurs(
                maintenance(table),
                new Trouble(
                        Subject.table(table),
                        Level.WARN,
                        table + ": not maintained: " + reason,
                        " (again in " + Elapsed.words(retryIn) + ")",
                        () -> ""));
    }

    @Override
    public void maintainedByAnother(String table) {
        troubles.ends(maintenance(table), table + ": the table is maintained by another agent");
        Subject.table(table)
                .say(Level.DEBUG, "{}: no round of maintenance: another agent has, or had, the lease", table);
    }

    /** Told when there are more of them: nobody has to hear of the same files every hour for a month. */
    private void setAside(Subject subject, String table, long files) {
        Long before = aside.put(table, files);
        if (files > (before == null ? 0 : before)) {
            subject.say(
                    Level.WARN,
                    "{}: {} that hosts handed over can't be used and lie in _delta_log/_dispenser/aside/ for somebody to look"
                            + " at; each is deleted after 30 days",
                    table,
                    Count.of(files, "file"));
        }
    }

    private static String maintenance(String table) {
        return "maintain " + table;
    }
}
