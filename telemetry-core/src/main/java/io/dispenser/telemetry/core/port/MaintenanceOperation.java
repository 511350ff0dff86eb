package io.dispenser.telemetry.core.port;

/** The kinds of work that keep a table fast and small, in the order in which they are best done. */
public enum MaintenanceOperation {
    /** Rows of old dates leave the table. */
    EXPIRE,
    /** Small data files are replaced by larger ones with the same rows. */
    COMPACT,
    /** Data files that no version needs any longer are deleted. */
    VACUUM,
    /** The log is gathered in a checkpoint, and what is older than its retention is deleted. */
    CLEAN_LOG
}
