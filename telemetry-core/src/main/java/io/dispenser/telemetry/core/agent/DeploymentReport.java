package io.dispenser.telemetry.core.agent;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody says that a service was deployed, in a way that its engine does not show: its configuration was reloaded inside
 * the container, for example.
 *
 * @param service the service's name
 * @param container the container's name, its id, or the beginning of its id; null where the service has just one
 * @param trigger what caused the deployment
 * @param at when it happened; null for the time at which the report is handled
 */
public record DeploymentReport(
        String service,
        @Nullable String container,
        TriggerType trigger,
        @Nullable Instant at) {

    public DeploymentReport {
        requireNonNull(service, "service");
        requireNonNull(trigger, "trigger");
    }
}
