package io.dispenser.telemetry.micrometer;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.maintenance.MaintenanceReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the maintenance of tables, each with the tag {@code table}. Give it to the loops as their listener. Any thread.
 */
public final class MaintenanceMetrics implements MaintenanceLoopListener, MeterBinder {

    private final List<String> tables;
    private final InstantSource clock;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    /** What is counted of one table. */
    private static final class Counts {
        final LongAdder rounds = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder compacted = new LongAdder();
        final LongAdder vacuumed = new LongAdder();
        final LongAdder vacuumedBytes = new LongAdder();
        final LongAdder expiredRows = new LongAdder();
        volatile @Nullable Instant last;
        volatile @Nullable Instant failingSince;
    }

    /**
     * @param tables the names of the tables
     * @param clock what says when a round ended
     */
    public MaintenanceMetrics(List<String> tables, InstantSource clock) {
        this.tables = List.copyOf(tables);
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters all = Meters.of(registry, this);
        for (String table : tables) {
            Meters meters = all.with("table", table);
            Counts of = counts(table);
            meters.counter("maintenance.rounds", "Rounds of maintenance that ended well", of.rounds);
            meters.counter("maintenance.failures", "Rounds of maintenance that failed", of.failures);
            meters.timestamp("last.maintenance.timestamp", "Last round that ended well; 0: none yet", () -> of.last);
            meters.timestamp(
                    "maintenance.failing.since.timestamp",
                    "Since when each round fails; 0: the last one ended well, or another agent maintains the table",
                    () -> of.failingSince);
            meters.counter("compacted.files", "Small data files that larger ones replaced", of.compacted);
            meters.counter("vacuumed.files", "Data files deleted that the table no longer needs", of.vacuumed);
            meters.counter("vacuumed", "bytes", "Bytes of those", of.vacuumedBytes::sum);
            meters.counter("expired.rows", "Rows that left the table for their age", of.expiredRows);
        }
    }

    @Override
    public void maintained(String table, MaintenanceReport report) {
        Counts of = counts(table);
        of.rounds.increment();
        of.compacted.add(report.compaction().filesRemoved());
        report.vacuum().ifPresent(vacuum -> {
            of.vacuumed.add(vacuum.files());
            of.vacuumedBytes.add(vacuum.bytes());
        });
        report.expiry().ifPresent(expiry -> of.expiredRows.add(expiry.rows()));
        of.last = clock.instant();
        of.failingSince = null;
    }

    @Override
    public void maintenanceFailed(String table, String reason, Duration retryIn) {
        Counts of = counts(table);
        of.failures.increment();
        if (of.failingSince == null) { // one loop tells of a table
            of.failingSince = clock.instant();
        }
    }

    @Override
    public void maintainedByAnother(String table) {
        counts(table).failingSince = null;
    }

    private Counts counts(String table) {
        return counts.computeIfAbsent(table, name -> new Counts());
    }
}
