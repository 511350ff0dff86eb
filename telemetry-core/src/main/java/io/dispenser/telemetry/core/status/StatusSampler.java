package io.dispenser.telemetry.core.status;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageReference;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.Projects;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One look at all managed containers. Every container that the engine lists gives a row: what its inspection told, or
 * {@code unknown} when that did not answer in time. Every configured service without a container gives a
 * {@code not_found} row. CPU and memory are known of a container that is up and that was answered in time; CPU from the
 * second sample on.
 *
 * <p>Not safe for use by several threads.
 */
public final class StatusSampler {

    private static final int SHORT_ID_LENGTH = 12;

    private final ContainerEngine engine;
    private final ServiceCatalog catalog;
    private final SampleContents contents;
    private final Supplier<String> host;
    private final Ticker ticker;
    private final CpuMeter meter = new CpuMeter();
    private final OomKills oomKills = new OomKills();

    /**
     * @param host which host this is; asked when the engine has answered
     * @param contents what rows are to tell
     * @param ticker measures how long a sample takes
     */
    public StatusSampler(
            ContainerEngine engine,
            ServiceCatalog catalog,
            Supplier<String> host,
            SampleContents contents,
            Ticker ticker) {
        this.engine = engine;
        this.catalog = catalog;
        this.host = host;
        this.contents = contents;
        this.ticker = ticker;
    }

    /** What is to be told of containers that ran out of memory. Any thread. */
    public OomKills oomKills() {
        return oomKills;
    }

    /**
     * Takes a sample: one list, then an inspection of each managed container, and at the same time a reading of what those
     * that are up use.
     *
     * @param now the timestamp of all rows, and the time that uptimes count to
     * @param atMost how long the inspections and readings may take together, the list apart; what is not answered by then is not
     *     known
     * @return a row for each container, in the engine's order, then those of the services without one
     * @throws EngineException if the engine can't be asked at all: then nothing is known of any container, and there is no row
     */
    public List<ContainerStatusEvent> sample(Instant now, Duration atMost)
            throws EngineException, InterruptedException {
        Map<String, String> services = new HashMap<>();
        Map<String, ContainerSummary> listed = new HashMap<>();
        List<String> ids = new ArrayList<>();
        List<String> up = new ArrayList<>();
        for (ContainerSummary container : engine.list()) {
            if (catalog.mayManage(container)) {
                catalog.serviceOf(container).ifPresent(service -> services.put(container.id(), service));
                ids.add(container.id());
                listed.put(container.id(), container);
                if (contents.usage() && container.state().isUp()) {
                    up.add(container.id());
                }
            }
        }
        Deadline deadline =
                Deadline.in(atMost, ticker); // a list has the engine's own: it may be slow where containers are not
        List<Inspection> inspections;
        Map<String, ResourceUsage> usages;
        try (UsageReading reading = UsageReading.begin(engine, up, deadline.left())) {
            inspections = ids.isEmpty() ? List.of() : engine.sample(ids, deadline.left());
            usages = reading.await();
        }
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (Inspection inspection : inspections) {
            String id = inspection.containerId();
            if (inspection instanceof Inspection.Answered answered) {
                // The list may have left out its name, or named its image otherwise.
                Optional<String> service = catalog.serviceOf(answered.snapshot());
                services.compute(id, (same, byList) -> service.orElse(null));
            }
            String service = services.get(id);
            ContainerStatusEvent row = service == null
                    ? null
                    : row(inspection, service, requireNonNull(listed.get(id)), usages.get(id), now);
            if (row == null) { // removed since the list: as if it had never been in it
                services.remove(id);
            } else {
                rows.add(row);
            }
        }
        for (ServiceDefinition service : catalog.services()) {
            if (!services.containsValue(service.name())) {
                rows.add(ContainerStatusEvent.ofState(now, service.name(), "", ContainerState.NOT_FOUND)
                        .with(ContainerUsage.UNKNOWN, ContainerRun.UNKNOWN, new Origin(host.get(), null, null)));
            }
        }
        meter.retain(services.keySet());
        oomKills.retain(services.keySet());
        return rows;
    }

    private @Nullable ContainerStatusEvent row(
            Inspection inspection,
            String service,
            ContainerSummary listed,
            @Nullable ResourceUsage usage,
            Instant now) {
        if (inspection instanceof Inspection.Answered answered) {
            return row(answered.snapshot(), service, usage, now);
        }
        return inspection instanceof Inspection.Gone
                ? null
                : ContainerStatusEvent.ofState(now, service, shortId(listed.id()), ContainerState.UNKNOWN)
                        .with(ContainerUsage.UNKNOWN, ContainerRun.UNKNOWN, origin(listed.name(), listed.labels()));
    }

    private ContainerStatusEvent row(
            ContainerSnapshot container, String service, @Nullable ResourceUsage read, Instant now) {
        ContainerState state = container.state();
        ResourceUsage usage = state.isUp() ? read : null; // it may have ended in between
        ContainerHealth health = container.health();
        Instant startedAt = container.startedAt();
        // By the engine's clock, which dates the start; it may have been after the sample's time: no uptime is
        // negative.
        Instant engineNow = now.plus(engine.clockAhead());
        long uptime = state.isUp() && startedAt != null
                ? Math.max(0, Duration.between(startedAt, engineNow).toSeconds())
                : 0;
        boolean ended = state.hasEnded() || state.equals(ContainerState.RESTARTING);
        return new ContainerStatusEvent(
                now,
                service,
                shortId(container.id()),
                state,
                health.status(),
                ended ? container.exitCode() : null,
                container.restartCount(),
                uptime,
                health.failingStreak(),
                contents.healthOutput() ? health.lastFailedOutput() : null,
                usage(container, usage),
                new ContainerRun(
                        ImageReference.withTag(container.image(), container.imageId()),
                        oomKills.last(container),
                        startedAt,
                        container.finishedAt()),
                origin(container.name(), container.labels()));
    }

    private ContainerUsage usage(ContainerSnapshot container, @Nullable ResourceUsage usage) {
        ResourceUsage.Counters counters = usage == null ? ResourceUsage.Counters.NONE : usage.counters();
        return new ContainerUsage(
                meter.percent(container, usage),
                usage == null ? null : usage.memoryBytes(),
                container.memoryLimitBytes() > 0 ? container.memoryLimitBytes() : null,
                counters.pids(),
                container.ownNetwork() ? counters.networkRxBytes() : null,
                container.ownNetwork() ? counters.networkTxBytes() : null,
                counters.blockReadBytes(),
                counters.blockWriteBytes());
    }

    private Origin origin(String name, Map<String, String> labels) {
        return new Origin(host.get(), Projects.of(labels), name.isBlank() ? null : name);
    }

    private static String shortId(String id) {
        return id.length() <= SHORT_ID_LENGTH ? id : id.substring(0, SHORT_ID_LENGTH);
    }
}
