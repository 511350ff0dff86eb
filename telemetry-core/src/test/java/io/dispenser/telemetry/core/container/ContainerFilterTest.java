package io.dispenser.telemetry.core.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.event.ContainerState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFilterTest {

    private static final Map<String, String> LABELS =
            Map.of("tier", "front", "com.docker.compose.project", "shop", "team/owner", "web");

    @ParameterizedTest
    @CsvSource({
        "web, web, true",
        "web, web-1, false",
        "web*, web-1, true",
        "*web, my-web, true",
        "w?b, web, true",
        "w?b, wb, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "a*b*c, aXXbYYc, true",
        "a*b*c, aXXcYYb, false",
        "*a*a*a*b, aaaaaaaaaaaaaaaa, false",
        "registry:5000/*, registry:5000/shop/api:1, true",
        "a.c, abc, false",
        "A*, abc, false"
    })
    void globs(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void withoutPatternsEverythingPasses() {
        assertThat(ContainerFilter.EVERYTHING.admits("x", null, Map.of())).isTrue();
    }

    @Test
    void ofEachKindOnePatternMustMatch() {
        ContainerFilter filter = new ContainerFilter(
                new Patterns(List.of("web*", "api*"), List.of("shop/*"), List.of("tier=f*"), List.of("sh?p")),
                Patterns.NONE);
        assertThat(filter.admits("web-1", "shop/web:1", LABELS)).isTrue();
        assertThat(filter.admits("api", "shop/web:1", LABELS)).isTrue();
        assertThat(filter.admits("db", "shop/web:1", LABELS)).isFalse();
        assertThat(filter.admits("web", "other/web:1", LABELS)).isFalse();
        assertThat(filter.admits("web", "shop/web:1", Map.of("tier", "front"))).isFalse();
        assertThat(filter.admits("web", "shop/web:1", Map.of("com.docker.compose.project", "shop")))
                .isFalse();
        assertThat(filter.admits("web", null, LABELS))
                .as("an image that is not known")
                .isTrue();
    }

    @Test
    void whatIsExcludedIsNotAdmitted() {
        assertThat(excluding(new Patterns(List.of("w*"), List.of(), List.of(), List.of())))
                .isFalse();
        assertThat(excluding(new Patterns(List.of(), List.of("*:1"), List.of(), List.of())))
                .isFalse();
        assertThat(excluding(new Patterns(List.of(), List.of(), List.of("team/*"), List.of())))
                .isFalse();
        assertThat(excluding(new Patterns(List.of(), List.of(), List.of("tier=back"), List.of())))
                .isTrue();
        assertThat(excluding(new Patterns(List.of(), List.of(), List.of(), List.of("shop"))))
                .isFalse();
        assertThat(excluding(new Patterns(List.of(), List.of(), List.of(), List.of(""))))
                .isTrue();
    }

    @Test
    void aFilterTakesAwayFromBothKindsOfCatalogs() {
        ContainerFilter filter =
                new ContainerFilter(Patterns.NONE, new Patterns(List.of("web"), List.of(), List.of(), List.of()));
        ServiceDefinition web = new ServiceDefinition("web", null, null, false, null, 0, 0, 0);
        assertThat(ServiceCatalog.of(List.of(web), filter).serviceOf(listed("web", "i", Map.of())))
                .isEmpty();
        assertThat(ServiceCatalog.of(List.of(), filter).serviceOf(listed("web", "i", Map.of())))
                .isEmpty();
        assertThat(ServiceCatalog.of(List.of(), filter).serviceOf(listed("api", "i", Map.of())))
                .contains("api");
    }

    private static boolean excluding(Patterns patterns) {
        return new ContainerFilter(Patterns.NONE, patterns).admits("web", "shop/web:1", LABELS);
    }

    private static ContainerSummary listed(String name, @Nullable String image, Map<String, String> labels) {
        return new ContainerSummary("4f66ad9a0b2e5d", name, image, labels, ContainerState.RUNNING);
    }
}
