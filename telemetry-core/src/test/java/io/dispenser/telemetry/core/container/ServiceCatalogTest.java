package io.dispenser.telemetry.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceCatalogTest {

    private static final Map<String, String> COMPOSE =
            Map.of("com.docker.compose.service", "api", "com.docker.swarm.service.name", "swarm-api");

    @Test
    void withServicesAContainerBelongsToTheOneWhoseNameItBears() {
        ServiceCatalog catalog = ServiceCatalog.of(List.of(service("web"), service("api")));
        assertThat(catalog.serviceOf(listed("web", null, Map.of()))).contains("web");
        assertThat(catalog.serviceOf(listed("shop-api-1", null, COMPOSE))).isEmpty();
        assertThat(catalog.definition("api")).contains(service("api"));
    }

    @Test
    void withoutServicesEveryContainerIsManagedUnderItsComposeSwarmOrOwnName() {
        ServiceCatalog catalog = ServiceCatalog.everyContainer();
        assertThat(catalog.serviceOf(listed("shop-api-1", null, COMPOSE))).contains("api");
        assertThat(catalog.serviceOf(listed("x.1.abc", null, Map.of("com.docker.swarm.service.name", "x"))))
                .contains("x");
        assertThat(catalog.serviceOf(listed("happy_whale", null, Map.of()))).contains("happy_whale");
        assertThat(catalog.definition("api")).isEmpty();
    }

    @Test
    void twoServicesOfOneNameAreRefused() {
        assertThatThrownBy(() -> ServiceCatalog.of(List.of(service("web"), service("web"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("web");
    }

    private static ServiceDefinition service(String name) {
        return new ServiceDefinition(name, null, null, false, null, 0, 0, 0);
    }

    private static ContainerSummary listed(String name, @Nullable String image, Map<String, String> labels) {
        return new ContainerSummary("4f66ad9a0b2e5d", name, image, labels, ContainerState.RUNNING);
    }
}
