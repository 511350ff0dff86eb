package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ImageReference;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes rows: a configured service's as it is configured, any other one's as its container is. Any thread. */
public final class DeploymentRows {

    private static final long BYTES_PER_MB = 1_000_000;

    private final ServiceCatalog catalog;
    private final String dispenserVersion;

    /**
     * @param catalog what is configured
     * @param dispenserVersion the version of the program that writes the rows
     */
    public DeploymentRows(ServiceCatalog catalog, String dispenserVersion) {
        this.catalog = catalog;
        this.dispenserVersion = dispenserVersion;
    }

    /**
     * The row of a container that is there.
     *
     * @param image null when nobody can tell: then the size is 0, and the digest the image's id
     */
    public DeploymentEvent row(
            String service,
            ContainerSnapshot container,
            @Nullable ImageDetails image,
            Instant at,
            TriggerType trigger) {
        return row(service, ContainerFacts.of(container), image, at, trigger);
    }

    /** @param image null when nobody can tell: then the size is 0, and the digest the image's id, or empty without one */
    DeploymentEvent row(
            String service, ContainerFacts container, @Nullable ImageDetails image, Instant at, TriggerType trigger) {
        Optional<ServiceDefinition> definition = catalog.definition(service).filter(known -> !known.nameOnly());
        String imageId = container.imageId();
        String sha = image != null ? ImageReference.digestOf(container.image(), image) : imageId == null ? "" : imageId;
        return new DeploymentEvent(
                at,
                service,
                ImageReference.withTag(container.image(), image != null ? image.id() : imageId == null ? "" : imageId),
                sha,
                image == null ? 0 : image.sizeBytes() / BYTES_PER_MB,
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
}
