package io.dispenser.telemetry.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceCatalogTest {

    private static final Map<String, String> COMPOSE =
            Map.of("com.docker.compose.service", "api", "com.docker.swarm.service.name", "swarm-api");

    @Test
    void withServicesAContainerBelongsToTheOneWhoseNameItBears() {
        ServiceCatalog catalog = ServiceCatalog.of(List.of(service("web"), service("api")));
        assertThat(catalog.serviceOf("web", null, Map.of())).contains("web");
        assertThat(catalog.serviceOf("shop-api-1", null, COMPOSE)).isEmpty();
        assertThat(catalog.definition("api")).contains(service("api"));
    }

    @Test
    void withoutServicesEveryContainerIsManagedUnderItsComposeSwarmOrOwnName() {
        ServiceCatalog catalog = ServiceCatalog.everyContainer();
        assertThat(catalog.serviceOf("shop-api-1", null, COMPOSE)).contains("api");
        assertThat(catalog.serviceOf("x.1.abc", null, Map.of("com.docker.swarm.service.name", "x")))
                .contains("x");
        assertThat(catalog.serviceOf("happy_whale", null, Map.of())).contains("happy_whale");
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
}
