package io.dispenser.telemetry.core.port;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a row of the deployments table tells which deployment it is.
 *
 * @param containerId the full id
 * @param at column {@code timestamp}; an engine that rewrote the table may have rounded it to milliseconds
 * @param restartPolicy column {@code restart_policy}, or null where the table has none
 * @param memoryLimit column {@code memory_limit}
 * @param cpuLimit column {@code cpu_limit}
 */
public record RecordedDeployment(
        String containerId,
        Instant at,
        @Nullable String restartPolicy,
        @Nullable String memoryLimit,
        @Nullable String cpuLimit) {

    public RecordedDeployment {
        requireNonNull(containerId, "containerId");
        requireNonNull(at, "at");
    }

    /** What the table tells of {@code row} once it is there. */
    public static RecordedDeployment of(DeploymentEvent row) {
        return new RecordedDeployment(
                row.containerId(),
                row.timestamp(),
                row.restartPolicy().columnValue(),
                row.memoryLimit(),
                row.cpuLimit());
    }
}
