package io.dispenser.telemetry.core.status;

import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at all managed containers. Every container that the engine lists gives a row: what its inspection told, or
 * {@code unknown} when that did not answer in time. Every configured service without a container gives a
 * {@code not_found} row.
 */
public final class StatusSampler {

    private static final int SHORT_ID_LENGTH = 12;

    private final ContainerEngine engine;
    private final ServiceCatalog catalog;

    public StatusSampler(ContainerEngine engine, ServiceCatalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
    }

    /**
     * Takes a sweep: one list, and an inspection of each managed container.
     *
     * @param now the timestamp of all rows, and the time that uptimes count to
     * @return a row for each container, in the engine's order, then those of the services without one
     * @throws EngineException if the engine can't be asked at all: then nothing is known of any container, and there is no row
     */
    public List<ContainerStatusEvent> sweep(Instant now) throws EngineException, InterruptedException {
        Map<String, String> services = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (ContainerSummary container : engine.list()) {
            Optional<String> service = catalog.serviceOf(container.name(), container.labels());
            if (service.isPresent()) {
                services.put(container.id(), service.get());
                ids.add(container.id());
            }
        }
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (Inspection inspection : ids.isEmpty() ? List.<Inspection>of() : engine.inspect(ids)) {
            ContainerStatusEvent row = row(inspection, services.get(inspection.containerId()), now);
            if (row == null) { // removed since the list: as if it had never been in it
                services.remove(inspection.containerId());
            } else {
                rows.add(row);
            }
        }
        for (ServiceDefinition service : catalog.services()) {
            if (!services.containsValue(service.name())) {
                rows.add(ContainerStatusEvent.ofState(now, service.name(), "", ContainerState.NOT_FOUND));
            }
        }
        return rows;
    }

    private static @Nullable ContainerStatusEvent row(Inspection inspection, @Nullable String service, Instant now) {
        if (service == null) {
            throw new IllegalStateException("nobody asked for container " + inspection.containerId());
        }
        if (inspection instanceof Inspection.Answered answered) {
            return row(answered.snapshot(), service, now);
        }
        return inspection instanceof Inspection.Gone
                ? null
                : ContainerStatusEvent.ofState(now, service, shortId(inspection.containerId()), ContainerState.UNKNOWN);
    }

    private static ContainerStatusEvent row(ContainerSnapshot container, String service, Instant now) {
        ContainerState state = container.state();
        ContainerHealth health = container.health();
        Instant startedAt = container.startedAt();
        // The engine's clock may be ahead of ours by a little: no uptime is negative.
        long uptime = state.isUp() && startedAt != null
                ? Math.max(0, Duration.between(startedAt, now).toSeconds())
                : 0;
        return new ContainerStatusEvent(
                now,
                service,
                shortId(container.id()),
                state,
                health.status(),
                state.hasEnded() ? container.exitCode() : null,
                container.restartCount(),
                uptime,
                health.failingStreak(),
                health.lastFailedOutput());
    }

    private static String shortId(String id) {
        return id.length() <= SHORT_ID_LENGTH ? id : id.substring(0, SHORT_ID_LENGTH);
    }
}
