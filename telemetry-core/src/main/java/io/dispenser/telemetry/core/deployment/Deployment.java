package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;

/**
 * A deployment that was found, and how sure its trigger is.
 *
 * @param row the row
 * @param open whether the trigger is {@code startup} if everything turns out to have been created together
 * @param unchanged whether a container was replaced by one with the same image and configuration
 */
public record Deployment(DeploymentEvent row, boolean open, boolean unchanged) {

    /** The row as one of a start of everything. */
    DeploymentEvent asStartup() {
        return row.withTrigger(TriggerType.STARTUP);
    }
}
