package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.log.Retention;
import java.time.Duration;

/**
 * Bounds of memory and time of the maintenance of a table.
 *
 * @param fanIn how many sorted files are merged at once; and an open day is compacted when there are as many files of one
 *     tier, each of which holds up to this many times the rows of the one below
 * @param sortRows how many rows are sorted at once, at most
 * @param sortBytes how much memory they take, at most
 * @param maxInputs how many files one commit replaces, at most
 * @param maxPlanned how many small files of a date are known at once that aren't sorted, at most; and after how many replaced
 *     files a round writes a checkpoint
 * @param maxTargetBytes the largest file that is written, whatever the table asks for; twice as much memory is needed for it
 * @param rowGroupBytes the size of a row group; of each file that is merged one is in memory
 * @param vacuumFloor files younger than this are never deleted, whatever the table asks for. It covers writers, who commit a
 *     file within hours of its writing or not at all, and readers of versions that others have replaced since
 * @param lease how long the right to maintain lasts without being renewed
 */
public record MaintenanceLimits(
        int fanIn,
        int sortRows,
        long sortBytes,
        int maxInputs,
        int maxPlanned,
        long maxTargetBytes,
        long rowGroupBytes,
        Duration vacuumFloor,
        Duration lease) {

    public static final MaintenanceLimits DEFAULTS = new MaintenanceLimits(
            8,
            100_000,
            24L << 20,
            1000,
            20_000,
            32L << 20,
            2L << 20,
            Retention.DEFAULT.floor(),
            Duration.ofMinutes(10));

    /** The same, with files of at most so many bytes. */
    public MaintenanceLimits withMaxTargetBytes(long bytes) {
        return new MaintenanceLimits(
                fanIn, sortRows, sortBytes, maxInputs, maxPlanned, bytes, rowGroupBytes, vacuumFloor, lease);
    }

    /** The same, with so many files of a date known at once. */
    public MaintenanceLimits withMaxPlanned(int files) {
        return new MaintenanceLimits(
                fanIn, sortRows, sortBytes, maxInputs, files, maxTargetBytes, rowGroupBytes, vacuumFloor, lease);
    }

    /** How long files are kept that the table doesn't need any more. */
    public Retention retention() {
        return new Retention(vacuumFloor);
    }
}
