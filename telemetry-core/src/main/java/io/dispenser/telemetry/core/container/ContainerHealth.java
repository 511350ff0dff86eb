package io.dispenser.telemetry.core.container;

import io.dispenser.telemetry.core.event.HealthStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a container's health check says.
 *
 * @param status the status
 * @param failingStreak consecutive failures
 * @param lastFailedOutput what the last failed check printed, or null when none failed or it is no longer known
 */
public record ContainerHealth(
        HealthStatus status, int failingStreak, @Nullable String lastFailedOutput) {

    /** A container without a health check. */
    public static final ContainerHealth NONE = new ContainerHealth(HealthStatus.NONE, 0, null);
}
