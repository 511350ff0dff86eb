package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.time.Duration;

/**
 * What a host's telemetry is to do.
 *
 * @param deployments where the deployments table is, or will be
 * @param status where the container status table is, or will be
 * @param catalog which containers are managed
 * @param statusInterval the time between samples
 * @param flushPolicy when events are written
 * @param spools where accepted events wait
 * @param resourceUsage whether CPU and memory are sampled
 * @param engineTimeout how long each request to the engine may take
 * @param maintenance whether and when the tables are looked after
 * @param existingAreDeployments whether the containers that exist at the start get a deployment row
 */
public record HostPlan(
        TableUri deployments,
        TableUri status,
        ServiceCatalog catalog,
        Duration statusInterval,
        FlushPolicy flushPolicy,
        Spools spools,
        boolean resourceUsage,
        Duration engineTimeout,
        MaintenanceSettings maintenance,
        boolean existingAreDeployments) {}
