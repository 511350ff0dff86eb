package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ImageReference;
import io.dispenser.telemetry.core.container.Projects;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes rows: a configured service's as it is configured, any other one's as its container is. Any thread. */
public final class DeploymentRows {

    private static final long BYTES_PER_MB = 1_000_000;

    private final ServiceCatalog catalog;
    private final String dispenserVersion;
    private final Supplier<String> host;

    /**
     * @param catalog what is configured
     * @param host which host this is; asked when the engine has answered
     * @param dispenserVersion the version of the program that writes the rows
     */
    public DeploymentRows(ServiceCatalog catalog, String dispenserVersion, Supplier<String> host) {
        this.catalog = catalog;
        this.dispenserVersion = dispenserVersion;
        this.host = host;
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
            TriggerType trigger,
            DeploymentAction action) {
        return row(service, ContainerFacts.of(container), image, at, trigger, action, null);
    }

    /**
     * @param image null when nobody can tell: then the size is 0, and the digest the image's id, or empty without one
     * @param predecessor whose place the container takes, or null
     */
    DeploymentEvent row(
            String service,
            ContainerFacts container,
            @Nullable ImageDetails image,
            Instant at,
            TriggerType trigger,
            DeploymentAction action,
            @Nullable KnownContainer predecessor) {
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
                definition.map(ServiceDefinition::networks).orElse(container.networks()),
                new Origin(
                        host.get(),
                        Projects.of(container.labels()),
                        container.name().isBlank() ? null : container.name()),
                action,
                predecessor == null ? null : predecessor.image(),
                predecessor == null ? null : shaOf(predecessor));
    }

    private static @Nullable String shaOf(KnownContainer container) {
        return container.imageSha() == null ? container.imageId() : container.imageSha();
    }
}
