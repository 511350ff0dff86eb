package io.dispenser.telemetry.app.command.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservedContainersTest {

    private static final List<ContainerSummary> CONTAINERS = List.of(
            container("web", ContainerState.RUNNING),
            container("db", ContainerState.EXITED),
            container("db-old", ContainerState.RUNNING));

    @Test
    void allOfThem() {
        assertThat(ObservedContainers.words(CONTAINERS, ServiceCatalog.everyContainer()))
                .isEqualTo("3 containers, 3 match the filter, 2 of these run");
    }

    @Test
    void thoseThatTheFilterAdmits() {
        ContainerFilter filter =
                new ContainerFilter(new Patterns(List.of("db*"), List.of(), List.of(), List.of()), Patterns.NONE);
        assertThat(ObservedContainers.words(CONTAINERS, ServiceCatalog.of(List.of(), filter)))
                .isEqualTo("3 containers, 2 match the filter, 1 of these runs");
    }

    @Test
    void thoseOfTheServices() {
        ServiceCatalog catalog =
                ServiceCatalog.of(List.of(ServiceDefinition.ofName("db"), ServiceDefinition.ofName("api")));
        assertThat(ObservedContainers.words(CONTAINERS, catalog))
                .isEqualTo("3 containers, 1 matches services and filter, 0 of these run; no container of api");
    }

    private static ContainerSummary container(String name, ContainerState state) {
        return new ContainerSummary(name.repeat(20), name, "nginx:latest", Map.of(), state);
    }
}
