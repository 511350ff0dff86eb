package io.dispenser.telemetry.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeploymentTrackerTest {

    private static final Instant CREATED = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant EVENT = Instant.parse("2026-03-01T09:00:00.25Z");

    private final DeploymentTracker tracker =
            new DeploymentTracker(ServiceCatalog.everyContainer(), "9.9", () -> "host", ZoneOffset.UTC);

    @Test
    void theFirstContainerOfAServiceIsAStartup() {
        assertThat(created(container(1, "api", 1))).isEqualTo(TriggerType.STARTUP);
    }

    @Test
    void aRecreationWithTheSameImageIsAManualReload() {
        created(container(1, "api", 1));
        assertThat(created(container(2, "api", 1))).isEqualTo(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void aRecreationWithAnotherImageIsAnImageUpdate() {
        created(container(1, "api", 1));
        assertThat(created(container(2, "api", 2))).isEqualTo(TriggerType.IMAGE_UPDATE);
        assertThat(created(container(3, "api", 1))).isEqualTo(TriggerType.IMAGE_UPDATE);
    }

    /** As where the engine's events are read from its memory and live at once. */
    @Test
    void creationsThatAreToldOutOfOrderArePredecessorsByTheTimeOfTheirCreation() {
        assertThat(created(container(3, "api", 2))).isEqualTo(TriggerType.STARTUP);
        assertThat(created(container(1, "api", 1)))
                .as("a younger container is nobody's predecessor")
                .isEqualTo(TriggerType.STARTUP);
        assertThat(created(container(2, "api", 1))).isEqualTo(TriggerType.MANUAL_RELOAD);
        assertThat(created(container(4, "api", 2)))
                .as("its predecessor is the third, though the second was told later")
                .isEqualTo(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void theSameContentUnderAnotherTagIsAnImageUpdate() {
        created(SampleContainer.of(1, "api").image("shop/api:1", 7).build());
        assertThat(created(SampleContainer.of(2, "api").image("shop/api:2", 7).build()))
                .isEqualTo(TriggerType.IMAGE_UPDATE);
    }

    @Test
    void whatAnUpdateNobodyCouldLookAtChangedIsNoDifferenceToTheContainerThatFollows() {
        ContainerSnapshot before = withMemory("64m", 1);
        created(before);
        ContainerChange update = new ContainerChange(before.id(), Kind.UPDATED, EVENT, Map.of("name", "api"));
        assertThat(tracker.vanished(update, null)).isPresent();
        assertThat(created(withMemory("65m", 2))).isEqualTo(TriggerType.IMAGE_UPDATE);
        assertThat(created(withMemory("66m", 3)))
                .as("of these two everything is known")
                .isEqualTo(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void aContainerFromBeforeTheWatchIsAPredecessorAndNoDeployment() {
        tracker.containers().know(container(1, "api", 1), image());
        assertThat(tracker.containers().isNews(container(1, "api", 1), CREATED, CREATED))
                .isFalse();
        assertThat(created(container(2, "api", 2))).isEqualTo(TriggerType.IMAGE_UPDATE);
    }

    @Test
    void servicesHaveNothingToDoWithEachOther() {
        created(container(1, "api", 1));
        assertThat(created(container(2, "web", 2))).isEqualTo(TriggerType.STARTUP);
    }

    @Test
    void restartsAndUpdatesAreManualReloadsOfAKnownOrAnUnknownContainer() {
        assertThat(change(Kind.RESTARTED, container(1, "api", 1), EVENT)
                        .orElseThrow()
                        .trigger())
                .isEqualTo(TriggerType.MANUAL_RELOAD);
        assertThat(change(Kind.UPDATED, container(1, "api", 1), EVENT)
                        .orElseThrow()
                        .trigger())
                .isEqualTo(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void aChangeThatIsToldTwiceIsOneDeploymentAndTheNextOneIsAnother() {
        ContainerSnapshot container = container(1, "api", 1);
        assertThat(change(Kind.CREATED, container, EVENT)).isPresent();
        assertThat(change(Kind.CREATED, container, EVENT)).isEmpty();
        assertThat(change(Kind.RESTARTED, container, EVENT)).isPresent();
        assertThat(change(Kind.RESTARTED, container, EVENT)).isEmpty();
        assertThat(change(Kind.RESTARTED, container, EVENT.plusNanos(1))).isPresent();
    }

    @Test
    void aCreationThatWasDiscoveredAndThenToldIsOneDeploymentDatedWithTheCreation() {
        ContainerSnapshot container = container(1, "api", 1);
        assertThat(tracker.discovered(container, image()).orElseThrow().timestamp())
                .isEqualTo(container.createdAt());
        assertThat(tracker.discovered(container, image())).isEmpty();
        assertThat(change(Kind.CREATED, container, EVENT)).isEmpty();
    }

    @Test
    void aCreationThatIsOnTheFirstListAndInTheStreamIsOneDeployment() {
        ContainerSnapshot old = container(1, "api", 1);
        ContainerSnapshot young = container(2, "api", 2);
        tracker.containers().know(old, image());
        tracker.containers().know(young, image());
        assertThat(change(Kind.CREATED, young, EVENT).orElseThrow().trigger()).isEqualTo(TriggerType.IMAGE_UPDATE);
    }

    @Test
    void aRemovalIsNoDeployment() {
        assertThat(change(Kind.REMOVED, container(1, "api", 1), EVENT)).isEmpty();
    }

    @Test
    void theRowTellsWhatTheContainerIsWithoutAServiceFile() {
        ContainerSnapshot container = SampleContainer.of(1, "api")
                .image("registry:5000/shop/api", 1)
                .restarts(0, RestartPolicy.ALWAYS)
                .limits(512L << 20, 500_000_000)
                .createdAt(CREATED)
                .build();
        ImageDetails image = new ImageDetails(
                container.imageId(), List.of("other@sha256:1", "registry:5000/shop/api@sha256:2"), 12_999_999);
        ContainerChange change = new ContainerChange(container.id(), Kind.CREATED, EVENT, Map.of());
        assertThat(tracker.changed(change, container, image))
                .contains(new DeploymentEvent(
                        EVENT,
                        "api",
                        "registry:5000/shop/api:latest",
                        "sha256:2",
                        12,
                        container.id(),
                        CREATED,
                        TriggerType.STARTUP,
                        "9.9",
                        RestartPolicy.ALWAYS,
                        "512m",
                        "0.5",
                        false,
                        null,
                        2,
                        3,
                        1,
                        new Origin("host", null, "api"),
                        DeploymentAction.CREATED,
                        null,
                        null));
    }

    @Test
    void aContainerThatTakesAnothersPlaceTellsWhatThatOneRan() {
        ContainerSnapshot first = SampleContainer.of(1, "api")
                .image("shop/api:1", 1)
                .createdAt(CREATED)
                .build();
        ImageDetails one = new ImageDetails(first.imageId(), List.of("shop/api@sha256:11"), 1);
        tracker.changed(new ContainerChange(first.id(), Kind.CREATED, EVENT, Map.of()), first, one);
        ContainerSnapshot second = SampleContainer.of(2, "api")
                .image("shop/api:2", 2)
                .createdAt(CREATED.plusSeconds(99))
                .build();
        ContainerChange change = new ContainerChange(second.id(), Kind.CREATED, EVENT.plusSeconds(99), Map.of());
        assertThat(tracker.changed(change, second, null).orElseThrow())
                .returns(DeploymentAction.RECREATED, DeploymentEvent::action)
                .returns("shop/api:1", DeploymentEvent::previousImage)
                .returns("sha256:11", DeploymentEvent::previousImageSha);
        ContainerChange restart = new ContainerChange(second.id(), Kind.RESTARTED, EVENT.plusSeconds(100), Map.of());
        assertThat(tracker.changed(restart, second, null).orElseThrow())
                .returns(DeploymentAction.RESTARTED, DeploymentEvent::action)
                .returns(null, DeploymentEvent::previousImage);
    }

    @Test
    void aServiceFilesWordsStandInTheRow() {
        ServiceDefinition definition = new ServiceDefinition("api", "0.5g", null, true, "api.example.org", 7, 8, 9);
        DeploymentTracker configured =
                new DeploymentTracker(ServiceCatalog.of(List.of(definition)), "9.9", () -> "host", ZoneOffset.UTC);
        ContainerSnapshot container =
                SampleContainer.of(1, "api").limits(512L << 20, 500_000_000).build();
        ContainerChange change = new ContainerChange(container.id(), Kind.CREATED, EVENT, Map.of());
        DeploymentEvent row = configured.changed(change, container, image()).orElseThrow();
        assertThat(row.memoryLimit()).isEqualTo("0.5g");
        assertThat(row.cpuLimit()).isNull();
        assertThat(row.proxyEnabled()).isTrue();
        assertThat(row.proxyHost()).isEqualTo("api.example.org");
        assertThat(List.of(row.portMappings(), row.volumes(), row.networks())).containsExactly(7, 8, 9);
        assertThat(configured.changed(change, SampleContainer.of(2, "stranger").build(), image()))
                .isEmpty();
    }

    private static ContainerSnapshot withMemory(String memory, int number) {
        return SampleContainer.of(number, "api")
                .image("shop/api:latest", number)
                .createdAt(CREATED.plusSeconds(number))
                .settings(Map.of("memory", memory))
                .build();
    }

    private TriggerType created(ContainerSnapshot container) {
        return change(Kind.CREATED, container, EVENT).orElseThrow().trigger();
    }

    private Optional<DeploymentEvent> change(Kind kind, ContainerSnapshot container, Instant at) {
        return tracker.changed(new ContainerChange(container.id(), kind, at, Map.of()), container, image());
    }

    private static ContainerSnapshot container(int number, String name, int content) {
        return SampleContainer.of(number, name)
                .image("shop/api:latest", content)
                .createdAt(CREATED.plusSeconds(number))
                .build();
    }

    private static ImageDetails image() {
        return new ImageDetails("sha256:" + "a".repeat(64), List.of(), 1_000_000);
    }
}
