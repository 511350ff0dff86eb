package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a creation is, by what was there before and when that went. */
class CreationTriggersTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    private final ManualTicker ticker = new ManualTicker();
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final List<DeploymentEvent> rows = new ArrayList<>();
    private ServiceCatalog catalog = ServiceCatalog.everyContainer();
    private EngineEventWatcher follower = process();

    @Test
    void aStartOfEverythingLastsHoweverLongItsCreationsTake() throws Exception {
        existing("web", "api", "db");
        remove(1, 10);
        remove(2, 10);
        remove(3, 11);
        create(11, "web", 16);
        create(12, "api", 76);
        restart();
        create(13, "db", 700);
        assertThat(triggers()).hasSize(3).containsOnly(TriggerType.STARTUP);
        assertThat(rows).extracting(DeploymentEvent::action).containsOnly(DeploymentAction.RECREATED);
        remove(12, 701);
        create(22, "api", 702);
        assertThat(last()).isEqualTo(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void anAgentThatIsAwayBeforeTheFirstCreationKnowsThatNothingWasThere() throws Exception {
        existing("web", "api");
        remove(1, 10);
        remove(2, 10);
        restart();
        create(11, "web", 16);
        create(12, "api", 17);
        assertThat(triggers()).hasSize(2).containsOnly(TriggerType.STARTUP);
    }

    @Test
    void theSecondContainerOfAServiceEndsIt() throws Exception {
        existing("web", "api", "db");
        remove(1, 10);
        remove(2, 10);
        remove(3, 10);
        create(11, "web", 16);
        remove(11, 17);
        create(21, "web", 18);
        create(12, "api", 19);
        assertThat(triggers())
                .containsExactly(TriggerType.STARTUP, TriggerType.MANUAL_RELOAD, TriggerType.MANUAL_RELOAD);
    }

    @Test
    void anUpdateOfTheOnlyServiceIsNone() throws Exception {
        existing("web");
        remove(1, 10);
        create(2, "web", 14);
        assertThat(triggers()).containsExactly(TriggerType.MANUAL_RELOAD);
        remove(2, 20);
        create(3, "web", 25);
        assertThat(last()).as("after five seconds").isEqualTo(TriggerType.STARTUP);
    }

    @Test
    void updatesOfAllServicesOneAfterTheOtherAreNone() throws Exception {
        existing("web", "api");
        for (int i = 1; i <= 2; i++) {
            remove(i, 10L * i);
            create(10 + i, i == 1 ? "web" : "api", 10L * i + 9);
        }
        assertThat(triggers()).hasSize(2).containsOnly(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void aSecondReplicaIsCreatedAndReplacesNobody() throws Exception {
        tell(replica(1, "shop", 1, 1));
        tell(replica(2, "shop", 2, 2));
        tell(replica(3, "other", 1, 3));
        assertThat(triggers())
                .as("a service of another project is another")
                .containsExactly(TriggerType.STARTUP, TriggerType.MANUAL_RELOAD, TriggerType.STARTUP);
        assertThat(rows).extracting(DeploymentEvent::action).containsOnly(DeploymentAction.CREATED);
        tell(replica(4, "shop", 2, 4));
        assertThat(rows.get(3).action()).isEqualTo(DeploymentAction.RECREATED);
        assertThat(rows.get(3).previousImage()).isEqualTo("shop/api:1");
    }

    @Test
    void aTaskOfSwarmTakesItsSlot() throws Exception {
        tell(task(1, 1));
        tell(task(2, 2));
        tell(task(3, 2));
        assertThat(rows)
                .extracting(DeploymentEvent::action)
                .containsExactly(DeploymentAction.CREATED, DeploymentAction.CREATED, DeploymentAction.RECREATED);
    }

    @Test
    void aPredecessorThatWasRenamedAwayIsStillThePredecessor() throws Exception {
        existing("web");
        rename(1, "web-old", 10);
        restart();
        create(2, "web", 11);
        remove(1, 12);
        assertThat(rows).singleElement().satisfies(CreationTriggersTest::isReload);
        rename(2, "web-older", 20);
        rename(2, "web", 21); // it was put back
        remove(2, 22);
        create(3, "web", 23);
        assertThat(rows).hasSize(2).allSatisfy(CreationTriggersTest::isReload);
    }

    @Test
    void alsoWhereItIsManagedNoMoreByItsNewName() throws Exception {
        configured("web");
        existing("web");
        rename(1, "web-old", 10);
        ticker.advance(Duration.ofMinutes(5));
        follower.step();
        create(2, "web", 11);
        remove(1, 12);
        assertThat(rows).singleElement().satisfies(CreationTriggersTest::isReload);
    }

    @Test
    void alsoWhereOnlyALookTells() throws Exception {
        existing("web");
        engine.put(container(1, "web-old", -60, "shop/api:1"));
        engine.put(container(2, "web", 11, "shop/api:1")).time(at(20));
        ticker.advance(Duration.ofMinutes(5));
        follower.step();
        assertThat(rows).singleElement().satisfies(CreationTriggersTest::isReload);
    }

    @Test
    void anotherReferenceIsAnUpdateWhereNoFileConfiguresTheService() throws Exception {
        existing("web");
        remove(1, 10);
        tell(container(2, "web", 11, "shop/api:2"));
        assertThat(triggers()).containsExactly(TriggerType.IMAGE_UPDATE);
        assertThat(rows.get(0).previousImage()).isEqualTo("shop/api:1");
    }

    @Test
    void anotherReferenceIsAReloadWhereAFileDoes() throws Exception {
        configured("web");
        existing("web");
        remove(1, 10);
        tell(container(2, "web", 11, "shop/api:2"));
        assertThat(triggers()).containsExactly(TriggerType.MANUAL_RELOAD);
    }

    private static void isReload(DeploymentEvent row) {
        assertThat(row.action()).isEqualTo(DeploymentAction.RECREATED);
        assertThat(row.trigger()).isEqualTo(TriggerType.MANUAL_RELOAD);
        assertThat(row.previousImage()).isEqualTo("shop/api:1");
        assertThat(row.previousImageSha()).isNotNull();
    }

    private void configured(String service) {
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition(service, null, null, false, null, 0, 0, 0)));
        follower = process();
    }

    /** Containers 1, 2 and so on, which are older than the agent. */
    private void existing(String... services) throws Exception {
        for (int i = 0; i < services.length; i++) {
            engine.put(container(i + 1, services[i], -60, "shop/api:1"));
        }
        follower.step();
    }

    private void create(int number, String service, long second) throws Exception {
        tell(container(number, service, second, "shop/api:1"));
    }

    private void tell(ContainerSnapshot container) throws Exception {
        engine.put(container);
        change(container, Kind.CREATED, container.createdAt().plusMillis(5));
    }

    private void remove(int number, long second) throws Exception {
        ContainerSnapshot container = container(number, "any", 0, "shop/api:1");
        engine.remove(container.id());
        change(container, Kind.REMOVED, at(second));
    }

    private void rename(int number, String name, long second) throws Exception {
        ContainerSnapshot renamed = container(number, name, number == 1 ? -60 : 11, "shop/api:1");
        engine.put(renamed);
        change(renamed, Kind.RENAMED, at(second));
    }

    private void change(ContainerSnapshot container, Kind kind, Instant at) throws Exception {
        Map<String, String> attributes = new HashMap<>(container.labels());
        attributes.put("name", container.name());
        attributes.put("image", container.image());
        engine.time(at).tell(new ContainerChange(container.id(), kind, at, attributes));
        follower.step();
    }

    private void restart() throws Exception {
        follower.close();
        follower = process();
        follower.step();
    }

    private TriggerType last() {
        return rows.get(rows.size() - 1).trigger();
    }

    private List<TriggerType> triggers() {
        return rows.stream().map(DeploymentEvent::trigger).toList();
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private static ContainerSnapshot container(int number, String name, long created, String image) {
        return SampleContainer.of(number, name)
                .image(image, image.endsWith("1") ? 1 : 2)
                .createdAt(at(created))
                .build();
    }

    private static ContainerSnapshot replica(int number, String project, int place, long created) {
        return SampleContainer.of(number, project + "-web-" + place)
                .labels(Map.of(
                        "com.docker.compose.project",
                        project,
                        "com.docker.compose.service",
                        "web",
                        "com.docker.compose.container-number",
                        String.valueOf(place)))
                .createdAt(at(created))
                .build();
    }

    private static ContainerSnapshot task(int number, int slot) {
        return SampleContainer.of(number, "web." + slot + ".task" + number)
                .labels(Map.of(
                        "com.docker.swarm.service.name",
                        "web",
                        "com.docker.swarm.task.name",
                        "web." + slot + ".task" + number))
                .createdAt(at(number))
                .build();
    }

    private EngineEventWatcher process() {
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .catalog(catalog)
                .outbox(DeploymentOutbox.open(memory, problem -> {}))
                .reconcileInterval(Duration.ofMinutes(5))
                .ticker(ticker)
                .follower(() -> {}, asker -> {});
    }
}
