package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.deployment.KnownContainers.Known;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are deployments, and what triggered them. Pure: it is told what happened and asks nobody, so the same story
 * always gives the same rows.
 *
 * <p>A deployment is a container that was created (a recreation is a creation), updated ({@code docker update}) or restarted
 * by somebody ({@code docker restart}). A start of an existing container and a restart by its restart policy are none. The
 * trigger is {@code startup} when the service had no container before, {@code image_update} when the image differs from the
 * predecessor's, else {@code manual_reload}.
 *
 * <p>Not safe for use by several threads.
 */
public final class DeploymentTracker {

    private static final int REMEMBERED_REPORTS = 10_000;
    private static final long BYTES_PER_MB = 1_000_000;

    private final ServiceCatalog catalog;
    private final String dispenserVersion;
    private final KnownContainers known = new KnownContainers();

    /** What was reported already: an engine may tell the same change twice. */
    private final Set<Report> reported = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Report, Boolean> eldest) {
            return size() > REMEMBERED_REPORTS;
        }
    });

    private record Report(
            String containerId,
            ContainerChange.Kind kind,
            @Nullable Instant at) {}

    /**
     * @param catalog which containers are managed
     * @param dispenserVersion the version of the program that writes the rows
     */
    public DeploymentTracker(ServiceCatalog catalog, String dispenserVersion) {
        this.catalog = catalog;
        this.dispenserVersion = dispenserVersion;
    }

    /** Learns of a container that was there before anybody watched: no deployment, but a predecessor. */
    public void know(ContainerSnapshot container) {
        serviceOf(container).ifPresent(service -> known.add(service, knownOf(container)));
    }

    /** Whether {@code container} is managed and was never heard of, so that it must have been created unobserved. */
    public boolean isNews(ContainerSnapshot container) {
        return serviceOf(container)
                .filter(service -> !known.contains(service, container.id()))
                .isPresent();
    }

    /** The deployment of a container whose creation nobody saw; empty if it is known or not managed. */
    public Optional<DeploymentEvent> discovered(ContainerSnapshot container, ImageDetails image) {
        if (!isNews(container)) {
            return Optional.empty();
        }
        return created(container, image, container.createdAt());
    }

    /**
     * The deployment that {@code change} is.
     *
     * @param change what the engine reported
     * @param container the container after the change
     * @param image the container's image
     * @return empty if the change is no deployment, was reported before, or is of a container that is not managed
     */
    public Optional<DeploymentEvent> changed(ContainerChange change, ContainerSnapshot container, ImageDetails image) {
        return switch (change.kind()) {
            case CREATED -> created(container, image, change.at());
            case UPDATED, RESTARTED ->
                serviceOf(container)
                        .filter(service -> reported.add(new Report(container.id(), change.kind(), change.at())))
                        .map(service -> {
                            known.add(service, knownOf(container));
                            return row(service, container, image, change.at(), TriggerType.MANUAL_RELOAD);
                        });
            case REMOVED -> Optional.empty();
        };
    }

    private Optional<DeploymentEvent> created(ContainerSnapshot container, ImageDetails image, Instant at) {
        // A container is created once, whatever the engine says of the time.
        return serviceOf(container)
                .filter(service -> reported.add(new Report(container.id(), ContainerChange.Kind.CREATED, null)))
                .map(service -> {
                    Known created = knownOf(container);
                    TriggerType trigger = known.predecessor(service, created)
                            .map(predecessor -> sameImage(predecessor, created)
                                    ? TriggerType.MANUAL_RELOAD
                                    : TriggerType.IMAGE_UPDATE)
                            .orElse(TriggerType.STARTUP);
                    known.add(service, created);
                    return row(service, container, image, at, trigger);
                });
    }

    private DeploymentEvent row(
            String service, ContainerSnapshot container, ImageDetails image, Instant at, TriggerType trigger) {
        Optional<ServiceDefinition> definition = catalog.definition(service);
        return new DeploymentEvent(
                at,
                service,
                ImageReference.withTag(container.image()),
                ImageReference.digestOf(container.image(), image),
                image.sizeBytes() / BYTES_PER_MB,
                container.id(),
                container.createdAt(),
                trigger,
                dispenserVersion,
                container.restartPolicy(),
                definition.isPresent()
                        ? definition.get().memoryLimit()
                        : LimitNotation.memory(container.memoryLimitBytes()),
                definition.isPresent() ? definition.get().cpuLimit() : LimitNotation.cpus(container.nanoCpus()),
                definition.map(ServiceDefinition::proxyEnabled).orElse(false),
                definition.map(ServiceDefinition::proxyHost).orElse(null),
                definition.map(ServiceDefinition::portMappings).orElse(container.publishedPorts()),
                definition.map(ServiceDefinition::volumes).orElse(container.mounts()),
                definition.map(ServiceDefinition::networks).orElse(container.networks()));
    }

    private Optional<String> serviceOf(ContainerSnapshot container) {
        return catalog.serviceOf(container.name(), container.labels());
    }

    private static Known knownOf(ContainerSnapshot container) {
        return new Known(
                container.id(), ImageReference.withTag(container.image()), container.imageId(), container.createdAt());
    }

    private static boolean sameImage(Known one, Known other) {
        return one.imageId().equals(other.imageId()) && one.image().equals(other.image());
    }
}
