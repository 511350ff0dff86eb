package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.port.EngineException.Reason;
import io.dispenser.telemetry.testkit.RestrictedEngine.Request;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a container is, and which image it has, where the engine does not tell all of it. */
class ContainerNamesTest extends LimitedEngineFixture {

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"REFUSED", "LATE", "UNAVAILABLE"})
    void anImageThatIsNotToldIsAskedForAgainAndThenUnknown(Reason reason) throws Exception {
        follower.step();
        front.failing(Request.IMAGE, reason);
        create(container(1, "patient", now.plusSeconds(1)));
        engine.put(container(2, "found", now.plusSeconds(1)));
        follower.step();
        assertThat(rows).isEmpty();
        front.answering(Request.IMAGE);
        pass(Duration.ofSeconds(5));
        follower.step();
        assertThat(rows)
                .singleElement()
                .satisfies(row -> assertThat(row.imageSizeMb()).isEqualTo(12));
        front.failing(Request.IMAGE, reason);
        create(container(3, "refused", now.plusSeconds(1)));
        pass(LOOK); // which finds the other one
        for (int i = 0; i < 4; i++) {
            follower.step();
            pass(Duration.ofSeconds(5));
        }
        assertThat(services()).containsExactlyInAnyOrder("patient", "found", "refused");
        assertThat(rows.subList(1, 3)).allSatisfy(row -> {
            assertThat(row.imageSizeMb()).isZero();
            assertThat(row.imageSha()).isEqualTo(container(3, "refused", now).imageId());
        });
        assertThat(told)
                .filteredOn(text -> text.startsWith("no image"))
                .containsExactlyInAnyOrder("no image of found", "no image of refused");
    }

    @Test
    void anImageThatIsGoneIsNotAskedForAgain() throws Exception {
        follower.step();
        front.failing(Request.IMAGE, Reason.MISSING);
        create(container(1, "web", now.plusSeconds(1)));
        follower.step();
        assertThat(rows)
                .singleElement()
                .satisfies(row -> assertThat(row.imageSizeMb()).isZero());
        assertThat(told).containsExactly("connected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "image", "na*", "name=web", "image=shop/api:1", "oldName"})
    void whatAnEventTellsBesideTheLabelsIsNoLabel(String pattern) throws Exception {
        Patterns labels = new Patterns(List.of(), List.of(), List.of(pattern), List.of());
        catalog = ServiceCatalog.of(List.of(), new ContainerFilter(Patterns.NONE, labels));
        follower = process();
        follower.step();
        ContainerSnapshot web = container(1, "web", now.plusSeconds(1));
        create(web);
        engine.tell(new ContainerChange(web.id(), Kind.RESTARTED, now.plusSeconds(2), attributes(web)));
        follower.step();
        assertThat(services()).containsExactly("web", "web");
    }

    @Test
    void aLabelThatIsCalledLikeSomethingElseIsFoundByInspection() throws Exception {
        Patterns labels = new Patterns(List.of(), List.of(), List.of("name=front"), List.of());
        catalog = ServiceCatalog.of(List.of(), new ContainerFilter(labels, Patterns.NONE));
        follower = process();
        follower.step();
        create(container(1, "other", now.plusSeconds(1)));
        create(SampleContainer.of(2, "web")
                .labels(Map.of("name", "front"))
                .createdAt(now.plusSeconds(1))
                .build());
        follower.step();
        assertThat(services()).containsExactly("web");
    }

    @Test
    void aOneOffContainerOfComposeIsNoDeploymentUnlessAFilterNamesIt() throws Exception {
        Map<String, String> labels = Map.of(
                "com.docker.compose.project",
                "shop",
                "com.docker.compose.service",
                "web",
                "com.docker.compose.oneoff",
                "True");
        ContainerSnapshot oneOff = SampleContainer.of(1, "shop-web-run-1")
                .labels(labels)
                .createdAt(now.plusSeconds(1))
                .build();
        follower.step();
        create(oneOff);
        engine.remove(oneOff.id());
        engine.tell(new ContainerChange(oneOff.id(), Kind.REMOVED, now.plusSeconds(3), attributes(oneOff)));
        follower.step();
        assertThat(rows).isEmpty();
        engine.forget();
        catalog = ServiceCatalog.of(
                List.of(),
                new ContainerFilter(new Patterns(List.of("*-run-*"), List.of(), List.of(), List.of()), Patterns.NONE));
        follower = process();
        follower.step();
        create(SampleContainer.of(2, "shop-web-run-2")
                .labels(labels)
                .createdAt(now.plusSeconds(1))
                .build());
        follower.step();
        assertThat(services()).containsExactly("web");
    }

    @Test
    void aContainerWhoseNameTheListLeavesOutIsFoundByInspection() throws Exception {
        front.namesListed(false);
        follower.step();
        engine.put(container(1, "web", now.plusSeconds(1)));
        pass(LOOK);
        follower.step();
        assertThat(services()).containsExactly("web");
    }
}
