package io.dispenser.telemetry.core.port;

/** Hears how far an operation is. Called on the thread that maintains, so it must return quickly. */
@FunctionalInterface
public interface MaintenanceListener {

    /** Hears nothing. */
    MaintenanceListener NONE = (operation, done, total) -> {};

    /**
     * The operation has come so far.
     *
     * @param done data files taken out (expiry), read (compaction), or deleted (vacuum, log)
     * @param total how many there are as far as is known by now; it may grow
     */
    void progress(MaintenanceOperation operation, long done, long total);
}
