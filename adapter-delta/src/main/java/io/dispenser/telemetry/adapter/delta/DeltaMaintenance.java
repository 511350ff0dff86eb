package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOverLook;
import io.dispenser.telemetry.adapter.delta.lease.LeaseFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.maintenance.CompactionPlanner;
import io.dispenser.telemetry.adapter.delta.maintenance.Compactor;
import io.dispenser.telemetry.adapter.delta.maintenance.Expiry;
import io.dispenser.telemetry.adapter.delta.maintenance.FileRewriter;
import io.dispenser.telemetry.adapter.delta.maintenance.LogMaintenance;
import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceWork;
import io.dispenser.telemetry.adapter.delta.maintenance.RewriteFiles;
import io.dispenser.telemetry.adapter.delta.maintenance.TableDescriber;
import io.dispenser.telemetry.adapter.delta.maintenance.TableLayout;
import io.dispenser.telemetry.adapter.delta.maintenance.Vacuum;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.port.TableMaintenance;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps a Delta table fast and small, whoever made it: compaction, vacuum, and the care for its log, with nothing but this
 * process and the store.
 *
 * <p><b>What keeps it safe.</b> A compaction is a commit with {@code dataChange} false that removes files and adds others;
 * it fails if one of these files was removed since they were read, and is then planned anew. Commits that add rows neither
 * fail because of it nor make it fail. A vacuum deletes only what no version within the retention names, and never what is
 * younger than a floor. Log files go only when a checkpoint covers them. Whatever is cut off in the middle leaves files that
 * no version names, which the next vacuum removes. None of this depends on the {@link LeaseFiles}.
 *
 * <p><b>What time it is</b> is the earlier of this machine's clock and the store's where something may have expired, and the
 * later of them where a retention begins: whichever of them is wrong, nothing goes too early, except that files count as
 * written when the store says so. When agents worked is told by the store's clock alone.
 */
public final class DeltaMaintenance implements TableMaintenance {

    private final String name;
    private final TableStore store;
    private final InstantSource clock;
    private final MaintenanceLimits limits;
    private final DeltaLog log;
    private final DeltaLog readLog;
    private final DeltaErrors failures;
    private final LeaseHolder lease;

    /**
     * @param name what the table is called, for a person
     * @param store where the table is; closed by {@link #close}
     * @param engineInfo who maintains, for the table's history: {@code dispenser-telemetry/1.0}
     * @throws IllegalStateException if the default locale has other digits than 0 to 9
     */
    public DeltaMaintenance(String name, TableStore store, String engineInfo) {
        this(name, store, engineInfo, InstantSource.system(), Ticker.system(), MaintenanceLimits.DEFAULTS);
    }

    DeltaMaintenance(
            String name,
            TableStore store,
            String engineInfo,
            InstantSource clock,
            Ticker ticker,
            MaintenanceLimits limits) {
        this.name = name;
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.log = new DeltaLog(store, engineInfo, Map.of(), Map.of());
        this.readLog = new DeltaLog(store);
        this.failures = new DeltaErrors("table " + name + " in " + store.description());
        this.lease = new LeaseHolder(store, engineInfo, limits.lease(), clock, ticker);
    }

    @Override
    public String table() {
        return name;
    }

    @Override
    public Optional<TableDescription> describe() throws MaintenanceException, InterruptedException {
        return explaining(readLog, () -> {
            Optional<Snapshot> snapshot = readLog.load();
            return snapshot.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new TableDescriber(store, readLog, limits, lease.files())
                            .at(snapshot.get(), HandOverLook.at(store), clock.instant()));
        });
    }

    @Override
    public boolean isOurs() throws MaintenanceException, InterruptedException {
        return explaining(() -> log.load()
                .filter(snapshot -> snapshot.getTableProperties().containsKey(TableMetadata.CREATED_BY))
                .isPresent());
    }

    @Override
    public Optional<Lease> acquireLease(Duration notWithin) throws MaintenanceException, InterruptedException {
        return explaining(() -> lease.acquire(log.load().isPresent(), notWithin));
    }

    @Override
    public ExpiryReport expire(int keepDays, boolean dryRun, MaintenanceListener listener)
            throws MaintenanceException, InterruptedException {
        if (keepDays < 1) {
            throw new IllegalArgumentException("rows are kept for a day at least, not for " + keepDays);
        }
        return explaining(() -> {
            Optional<Snapshot> snapshot = log.load();
            if (snapshot.isEmpty()) {
                return ExpiryReport.nothing("there is no table yet");
            }
            log.requireWritable(snapshot.get());
            MaintenanceWork work = lease.work(MaintenanceOperation.EXPIRE, listener, dryRun);
            LocalDate firstKept =
                    LocalDate.ofInstant(work.now(), ZoneOffset.UTC).minusDays(keepDays);
            return new Expiry(log, store, failures, limits.maxInputs(), work).run(snapshot.get(), firstKept, dryRun);
        });
    }

    @Override
    public CompactionReport compact(CompactionScope scope, MaintenanceListener listener)
            throws MaintenanceException, InterruptedException {
        return explaining(() -> {
            Optional<Snapshot> snapshot = log.load();
            if (snapshot.isEmpty()) {
                return CompactionReport.nothing("there is no table yet");
            }
            TableLayout layout = TableLayout.of(snapshot.get());
            if (!layout.problems().isEmpty()) {
                return CompactionReport.nothing(
                        "its files were left as they are: " + String.join("; ", layout.problems()));
            }
            log.requireWritable(snapshot.get());
            long targetBytes = TableDescriber.targetBytes(snapshot.get(), limits);
            RewriteFiles replacement = new RewriteFiles(
                    log, store, layout, new FileRewriter(store, layout, limits, targetBytes), failures);
            MaintenanceWork work = lease.work(MaintenanceOperation.COMPACT, listener, scope.dryRun());
            CompactionPlanner planner = new CompactionPlanner(limits, targetBytes);
            return new Compactor(log, layout, planner, limits, replacement, scope, work).run(snapshot.get());
        });
    }

    @Override
    public VacuumReport vacuum(boolean dryRun, MaintenanceListener listener)
            throws MaintenanceException, InterruptedException {
        return explaining(() -> {
            Optional<Snapshot> snapshot = log.load();
            if (snapshot.isEmpty()) {
                return VacuumReport.nothing(Duration.ZERO, "there is no table yet");
            }
            log.requireWritable(snapshot.get());
            Vacuum vacuum = new Vacuum(log, store, limits.retention());
            VacuumReport report =
                    vacuum.run(snapshot.get(), dryRun, lease.work(MaintenanceOperation.VACUUM, listener, dryRun));
            if (!dryRun) {
                lease.vacuumed(); // also where nothing can be told: looking for that every round would help nobody
            }
            return report;
        });
    }

    @Override
    public LogReport cleanLog(boolean dryRun, MaintenanceListener listener)
            throws MaintenanceException, InterruptedException {
        return explaining(() -> {
            Optional<Snapshot> snapshot = log.load();
            if (snapshot.isEmpty()) {
                return new LogReport(OptionalLong.empty(), 0, 0, Duration.ZERO, 0, List.of("there is no table yet"));
            }
            log.requireWritable(snapshot.get());
            MaintenanceWork work = lease.work(MaintenanceOperation.CLEAN_LOG, listener, dryRun);
            return new LogMaintenance(store, log, limits.retention(), dryRun, work).run(snapshot.get());
        });
    }

    @Override
    public void close() {
        lease.close();
        store.close();
    }

    @FunctionalInterface
    private interface Operation<T> {
        T run() throws IOException, MaintenanceException, InterruptedException;
    }

    private <T> T explaining(Operation<T> operation) throws MaintenanceException, InterruptedException {
        return explaining(log, operation);
    }

    private <T> T explaining(DeltaLog loaded, Operation<T> operation)
            throws MaintenanceException, InterruptedException {
        try {
            while (true) {
                try {
                    return operation.run();
                } catch (IOException | RuntimeException e) {
                    if (!loaded.passOver(e)) {
                        throw e;
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while " + name + " was maintained");
            }
            SinkException explained = failures.explained(e);
            throw new MaintenanceException(String.valueOf(explained.getMessage()), e, explained.isPermanent());
        }
    }
}
