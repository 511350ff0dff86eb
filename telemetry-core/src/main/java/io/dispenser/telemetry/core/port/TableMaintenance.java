package io.dispenser.telemetry.core.port;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps a table fast to open and to query, and small. Every operation is safe beside any number of writers and readers, and
 * beside other maintainers: rows are neither lost nor doubled (but for those that {@link #expire} is told to take out), no writer fails because of it, and a crash at any point
 * leaves a valid table with all its rows. One thread at a time calls.
 *
 * <p>A table that isn't there is left alone: the operations then do nothing and say so in their notes.
 */
public interface TableMaintenance extends AutoCloseable {

    /** The table, for a person; holds no secret. */
    String table();

    /** How the table is; empty if there is none. */
    Optional<TableDescription> describe() throws MaintenanceException, InterruptedException;

    /** Whether the table is there and was created by this program. Cheap. */
    boolean isOurs() throws MaintenanceException, InterruptedException;

    /**
     * Takes the lease to maintain the table, if nobody else has it. It is renewed while operations of this object run, and
     * ends by time if this process dies.
     *
     * @param notWithin a table that was maintained to the end less than this ago is left alone; zero to maintain it anyway
     * @return empty if another agent has it, or had it of late
     */
    Optional<Lease> acquireLease(Duration notWithin) throws MaintenanceException, InterruptedException;

    /**
     * Takes the rows of old dates out of the table, whole dates at a time; their files stay until a vacuum. Rows of such a
     * date that come later leave at the next call.
     *
     * @param keepDays how many days before today, in UTC, a date's rows stay; at least 1
     * @param dryRun whether nothing is taken out and the report says what would be
     * @throws MaintenanceException if the table can't be maintained or allows no deletion, or the lease was lost on the way
     */
    ExpiryReport expire(int keepDays, boolean dryRun, MaintenanceListener listener)
            throws MaintenanceException, InterruptedException;

    /**
     * Replaces small data files by larger ones with the same rows, sorted so that readers can skip.
     *
     * @throws MaintenanceException if the table can't be maintained, or the lease was lost on the way
     */
    CompactionReport compact(CompactionScope scope, MaintenanceListener listener)
            throws MaintenanceException, InterruptedException;

    /**
     * Deletes data files that left the table longer ago than its retention, and those that never came into it.
     *
     * @param dryRun whether nothing is deleted and the report says what would be
     * @throws MaintenanceException if the table can't be maintained, or the lease was lost on the way
     */
    VacuumReport vacuum(boolean dryRun, MaintenanceListener listener) throws MaintenanceException, InterruptedException;

    /**
     * Writes a checkpoint if one is due, and deletes log files that are older than the log's retention and no longer needed.
     *
     * @param dryRun whether nothing is written or deleted and the report says what would be
     * @throws MaintenanceException if the table can't be maintained, or the lease was lost on the way
     */
    LogReport cleanLog(boolean dryRun, MaintenanceListener listener) throws MaintenanceException, InterruptedException;

    /** Lets go of what this holds, and ends its lease. Never throws. */
    @Override
    void close();
}
