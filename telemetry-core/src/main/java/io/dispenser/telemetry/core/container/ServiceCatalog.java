package io.dispenser.telemetry.core.container;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which containers are managed, and of which service each is. With services of a configuration, those: a container belongs
 * to the service whose name it bears. Without, every container on the engine.
 */
public final class ServiceCatalog {

    private static final String COMPOSE_SERVICE = "com.docker.compose.service";
    private static final String SWARM_SERVICE = "com.docker.swarm.service.name";

    private final Map<String, ServiceDefinition> services = new LinkedHashMap<>();

    private ServiceCatalog(Collection<ServiceDefinition> definitions) {
        for (ServiceDefinition definition : definitions) {
            if (services.put(definition.name(), definition) != null) {
                throw new IllegalArgumentException("two services are named " + definition.name());
            }
        }
    }

    /** Exactly {@code definitions}, or every container when there are none. */
    public static ServiceCatalog of(Collection<ServiceDefinition> definitions) {
        return new ServiceCatalog(definitions);
    }

    /** Every container on the engine. */
    public static ServiceCatalog everyContainer() {
        return new ServiceCatalog(Collections.emptyList());
    }

    /** The configured services, in the configuration's order; empty when every container is managed. */
    public Collection<ServiceDefinition> services() {
        return Collections.unmodifiableCollection(services.values());
    }

    /** What the configuration says of {@code service}. */
    public Optional<ServiceDefinition> definition(String service) {
        return Optional.ofNullable(services.get(service));
    }

    /**
     * The service of a container, or empty when the container is not managed. Without configured services that is the
     * Compose service's name, else the Swarm service's, else the container's own name.
     */
    public Optional<String> serviceOf(String containerName, Map<String, String> labels) {
        if (!services.isEmpty()) {
            return services.containsKey(containerName) ? Optional.of(containerName) : Optional.empty();
        }
        String compose = labels.get(COMPOSE_SERVICE);
        return Optional.of(compose != null ? compose : labels.getOrDefault(SWARM_SERVICE, containerName));
    }
}
