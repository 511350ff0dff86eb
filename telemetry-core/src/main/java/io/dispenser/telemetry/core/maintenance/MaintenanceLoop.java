package io.dispenser.telemetry.core.maintenance;

import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.TableMaintenance;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.time.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Looks after a table for as long as a process lives, in a thread of its own, so that neither events nor batches ever wait
 * for it. Any number of processes may do so for one table: in each interval one of them does the work.
 *
 * <p>The first round comes a random part of the interval after the start, and all waits are jittered: a hundred agents that
 * start together must not ask together.
 */
public final class MaintenanceLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(MaintenanceLoop.class.getName());

    /** How long {@link #close} waits for the operation under way, which is interrupted, to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A compaction that takes longer is gone on with in the next round: vacuum and log must not wait for a fleet's whole day. */
    private static final CompactionScope COMPACTION = CompactionScope.ALL.within(Duration.ofMinutes(30));

    private final TableMaintenance maintenance;
    private final MaintenanceSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final MaintenanceLoopListener listener;
    private final Worker worker;
    private boolean started;

    /** @param maintenance the loop's own; closed with it */
    public MaintenanceLoop(
            TableMaintenance maintenance,
            MaintenanceSettings settings,
            InstantSource clock,
            RandomGenerator random,
            MaintenanceLoopListener listener) {
        this.maintenance = maintenance;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.worker = new Worker("maintenance-" + maintenance.table(), this::step);
    }

    /** Begins; once. Does nothing if maintenance is not enabled. */
    public void start() {
        if (settings.enabled()) {
            worker.start();
        }
    }

    /** One turn of the loop; for tests that don't want a thread. Never ends by itself. */
    Optional<Duration> step() throws InterruptedException {
        if (!started) {
            started = true;
            return Optional.of(Duration.ofNanos(
                    (long) (random.nextDouble() * settings.interval().toNanos())));
        }
        Duration closed = settings.window()
                .map(window -> window.untilOpen(clock.instant()))
                .orElse(Duration.ZERO);
        if (!closed.isZero()) {
            // All agents would come at the window's begin: rather in its first minutes.
            return Optional.of(closed.plus(jittered(Duration.ofMinutes(2))));
        }
        Duration wait = jittered(settings.interval());
        try {
            if (settings.foreignTables() || maintenance.isOurs()) {
                // A bit less than the interval: else a round would be skipped for a second that is missing.
                Optional<Lease> lease = maintenance.acquireLease(
                        settings.interval().multipliedBy(9).dividedBy(10));
                if (lease.isPresent()) {
                    round(lease.get());
                } else {
                    listener.maintainedByAnother(maintenance.table());
                }
            } else {
                LOG.log(
                        Level.DEBUG,
                        "{0}: not maintained: somebody else created the table, and maintenance of such is not wanted",
                        maintenance.table());
            }
        } catch (MaintenanceException e) {
            listener.maintenanceFailed(maintenance.table(), String.valueOf(e.getMessage()), wait);
        } catch (RuntimeException | Error e) {
            // A defect, or too little memory: it costs this round and no other.
            listener.maintenanceFailed(maintenance.table(), "unexpected: " + e, wait);
        }
        return Optional.of(wait);
    }

    private void round(Lease lease) throws MaintenanceException, InterruptedException {
        try (lease) {
            RoundFailures failures = new RoundFailures();
            Optional<ExpiryReport> expiry = settings.keepDays().isEmpty()
                    ? Optional.empty()
                    : failures.of(() -> maintenance.expire(settings.keepDays().get(), false, MaintenanceListener.NONE));
            Optional<CompactionReport> compaction =
                    failures.of(() -> maintenance.compact(COMPACTION, MaintenanceListener.NONE));
            Optional<VacuumReport> vacuum = Optional.empty();
            boolean due = lease.sinceVacuum()
                    .map(since -> since.compareTo(settings.vacuumInterval()) >= 0)
                    .orElse(true);
            if (due) {
                vacuum = failures.of(() -> maintenance.vacuum(false, MaintenanceListener.NONE));
            }
            Optional<LogReport> log = failures.of(() -> maintenance.cleanLog(false, MaintenanceListener.NONE));
            failures.throwFirst();
            lease.finished();
            listener.maintained(
                    maintenance.table(),
                    new MaintenanceReport(expiry, compaction.orElseThrow(), vacuum, log.orElseThrow()));
        }
    }

    /** Between three quarters of {@code whole} and all of it. */
    private Duration jittered(Duration whole) {
        return Duration.ofNanos((long) (whole.toNanos() * (0.75 + 0.25 * random.nextDouble())));
    }

    /** Ends the loop, and the operation under way; the table stays valid. */
    @Override
    public void close() throws InterruptedException {
        worker.interrupt();
        if (worker.join(PATIENCE)) {
            maintenance.close();
        }
    }
}
