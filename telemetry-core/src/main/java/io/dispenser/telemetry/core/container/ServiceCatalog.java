package io.dispenser.telemetry.core.container;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which containers are managed, and of which service each is. With services of a configuration, those: a container belongs
 * to the service whose name it bears. Without, every container on the engine. A filter takes away from either.
 */
public final class ServiceCatalog {

    private static final String COMPOSE_SERVICE = "com.docker.compose.service";
    private static final String COMPOSE_ONE_OFF = "com.docker.compose.oneoff";
    private static final String SWARM_SERVICE = "com.docker.swarm.service.name";
    private static final int SHORT_ID = 12;

    /** What an engine tells of a change among the container's labels, in their place if there are such. */
    private static final Set<String> NO_LABELS =
            Set.of("name", "image", "oldName", "exitCode", "signal", "execDuration");

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

    /**
     * Whether a container of the engine's list may be managed: one whose name the list leaves out may, until it is inspected.
     */
    public boolean mayManage(ContainerSummary container) {
        return container.name().isBlank() || serviceOf(container).isPresent();
    }

    /** Whether the container that something happened to may be managed, in the same way. */
    public boolean mayManage(ContainerChange change) {
        return nameOf(change).isBlank() || serviceOf(change).isPresent();
    }

    /** The service of a container of the engine's list, in the same way. */
    public Optional<String> serviceOf(ContainerSummary container) {
        return serviceOf(container.id(), container.name(), container.image(), container.labels(), Set.of());
    }

    /** The service of a container that was inspected, in the same way. */
    public Optional<String> serviceOf(ContainerSnapshot container) {
        return serviceOf(container.id(), container.name(), container.image(), container.labels(), Set.of());
    }

    /**
     * The service of a container that something happened to, by what the engine's event tells of it: its labels, but for those
     * that are called like something that the engine tells beside them.
     */
    public Optional<String> serviceOf(ContainerChange change) {
        Map<String, String> labels = new HashMap<>(change.attributes());
        labels.keySet().removeAll(NO_LABELS);
        return serviceOf(
                change.containerId(), nameOf(change), change.attributes().get("image"), labels, NO_LABELS);
    }

    private static String nameOf(ContainerChange change) {
        return change.attributes().getOrDefault("name", "");
    }

    /**
     * The service of a container, or empty when the container is not managed. Without configured services that is the
     * Compose service's name, else the Swarm service's, else the container's own name, else its short id. A one-off container
     * of Compose is none of its service's, unless the filter names it.
     *
     * @param image the image as the container's configuration names it, or null while it is not known
     */
    private Optional<String> serviceOf(
            String id, String containerName, @Nullable String image, Map<String, String> labels, Set<String> untold) {
        if (!filter.admits(containerName, image, labels, untold)) {
            return Optional.empty();
        }
        if (!services.isEmpty()) {
            return services.containsKey(containerName) ? Optional.of(containerName) : Optional.empty();
        }
        String oneOff = labels.getOrDefault(COMPOSE_ONE_OFF, "");
        if (oneOff.equalsIgnoreCase("true") && !filter.namesOneOff(containerName, COMPOSE_ONE_OFF, oneOff)) {
            return Optional.empty();
        }
        return Stream.of(
                        labels.getOrDefault(COMPOSE_SERVICE, ""),
                        labels.getOrDefault(SWARM_SERVICE, ""),
                        containerName,
                        id.substring(0, Math.min(SHORT_ID, id.length())))
                .filter(name -> !name.isBlank())
                .findFirst();
    }
}
