package io.dispenser.telemetry.core.port;

import org.jspecify.annotations.Nullable;

/**
 * A table could not be maintained, or not to the end. What was done before stays done, and the table is valid. The message
 * tells a person what is wrong, why, and what to do.
 */
public final class MaintenanceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    /** @param permanent whether somebody has to mend the cause, so that trying again is of no use */
    public MaintenanceException(String message, @Nullable Throwable cause, boolean permanent) {
        super(message, cause);
        this.permanent = permanent;
    }

    /** Whether somebody has to mend the cause. */
    public boolean isPermanent() {
        return permanent;
    }
}
