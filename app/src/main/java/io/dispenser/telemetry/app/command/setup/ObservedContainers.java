package io.dispenser.telemetry.app.command.setup;

import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@code run} would observe of an engine's containers, for a person. */
final class ObservedContainers {

    private ObservedContainers() {}

    /** How many there are, how many are observed, how many of these run, and which services have none. */
    static String words(List<ContainerSummary> containers, ServiceCatalog catalog) {
        List<ContainerSummary> observed =
                containers.stream().filter(catalog::mayManage).toList();
        long running = observed.stream()
                .filter(container -> container.state().equals(ContainerState.RUNNING))
                .count();
        Set<String> found = new HashSet<>();
        observed.forEach(container -> catalog.serviceOf(container).ifPresent(found::add));
        List<String> missing = catalog.services().stream()
                .map(ServiceDefinition::name)
                .filter(name -> !found.contains(name))
                .toList();
        String by = catalog.services().isEmpty() ? "the filter" : "services and filter";
        return Count.of(containers.size(), "container") + ", " + observed.size()
                + (observed.size() == 1 ? " matches " : " match ") + by + ", " + running
                + (running == 1 ? " of these runs" : " of these run")
                + (missing.isEmpty() ? "" : "; no container of " + String.join(", ", missing));
    }
}
