package io.dispenser.telemetry.core.container;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which containers are managed, and of which service each is. With services of a configuration, those: a container belongs
 * to the service whose name it bears. Without, every container on the engine. A filter takes away from either.
 */
public final class ServiceCatalog {

    private static final String COMPOSE_SERVICE = "com.docker.compose.service";
    private static final String SWARM_SERVICE = "com.docker.swarm.service.name";

    private final Map<String, ServiceDefinition> services = new LinkedHashMap<>();

    private final ContainerFilter filter;

    private ServiceCatalog(Collection<ServiceDefinition> definitions, ContainerFilter filter) {
        this.filter = filter;
        for (ServiceDefinition definition : definitions) {
            if (services.put(definition.name(), definition) != null) {
                throw new IllegalArgumentException("two services are named " + definition.name());
            }
        }
    }

    /** Exactly {@code definitions}, or every container when there are none. */
    public static ServiceCatalog of(Collection<ServiceDefinition> definitions) {
        return new ServiceCatalog(definitions, ContainerFilter.EVERYTHING);
    }

    /** Of {@code definitions}, or of every container when there are none, what {@code filter} admits. */
    public static ServiceCatalog of(Collection<ServiceDefinition> definitions, ContainerFilter filter) {
        return new ServiceCatalog(definitions, filter);
    }

    /** Every container on the engine. */
    public static ServiceCatalog everyContainer() {
        return new ServiceCatalog(Collections.emptyList(), ContainerFilter.EVERYTHING);
    }

    /** The configured services, in the configuration's order; empty when every container is managed. */
    public Collection<ServiceDefinition> services() {
        return Collections.unmodifiableCollection(services.values());
    }

    /** What the configuration says of {@code service}. */
    public Optional<ServiceDefinition> definition(String service) {
        return Optional.ofNullable(services.get(service));
    }

    /** The service of a container of the engine's list, in the same way. */
    public Optional<String> serviceOf(ContainerSummary container) {
        return serviceOf(container.name(), container.image(), container.labels());
    }

    /** The service of a container that was inspected, in the same way. */
    public Optional<String> serviceOf(ContainerSnapshot container) {
        return serviceOf(container.name(), container.image(), container.labels());
    }

    /** The service of a container that something happened to, by what the engine's event tells of it. */
    public Optional<String> serviceOf(ContainerChange change) {
        Map<String, String> attributes = change.attributes();
        return serviceOf(attributes.getOrDefault("name", ""), attributes.get("image"), attributes);
    }

    /**
     * The service of a container, or empty when the container is not managed. Without configured services that is the
     * Compose service's name, else the Swarm service's, else the container's own name.
     *
     * @param image the image as the container's configuration names it, or null while it is not known
     */
    public Optional<String> serviceOf(String containerName, @Nullable String image, Map<String, String> labels) {
        if (!filter.admits(containerName, image, labels)) {
            return Optional.empty();
        }
        if (!services.isEmpty()) {
            return services.containsKey(containerName) ? Optional.of(containerName) : Optional.empty();
        }
        String compose = labels.get(COMPOSE_SERVICE);
        return Optional.of(compose != null ? compose : labels.getOrDefault(SWARM_SERVICE, containerName));
    }
}
