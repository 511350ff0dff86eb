package io.dispenser.telemetry.core.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.Counters;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.RestrictedEngine;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusSamplerTest {

    private static final Instant STARTED = Instant.parse("2026-03-01T09:00:00Z");
    private static final Duration ATMOST = Duration.ofSeconds(10);
    private static final Instant NOW = STARTED.plusSeconds(90).plusMillis(900);

    private final FakeContainerEngine engine = new FakeContainerEngine();

    @Test
    void aRowTellsEverythingThatTheInspectionTold() throws Exception {
        engine.put(SampleContainer.of(0xabc, "web")
                .startedAt(STARTED)
                .restarts(4, RestartPolicy.ALWAYS)
                .health(new ContainerHealth(HealthStatus.UNHEALTHY, 3, "connection refused"))
                .labels(Map.of("com.docker.compose.project", "shop"))
                .build());
        assertThat(sample())
                .containsExactly(new ContainerStatusEvent(
                        NOW,
                        "web",
                        "000000000000",
                        ContainerState.RUNNING,
                        HealthStatus.UNHEALTHY,
                        null,
                        4,
                        90,
                        3,
                        "connection refused",
                        ContainerUsage.UNKNOWN,
                        new ContainerRun("shop/api:1", false, STARTED, null),
                        new Origin("host", "shop", "web")));
    }

    @Test
    void outputsOfHealthChecksMayBeLeftOut() throws Exception {
        engine.put(SampleContainer.of(1, "web")
                .health(new ContainerHealth(HealthStatus.UNHEALTHY, 3, "password=hunter2"))
                .build());
        StatusSampler sampler = new StatusSampler(
                engine,
                ServiceCatalog.everyContainer(),
                () -> "host",
                new SampleContents(true, false),
                new ManualTicker());
        assertThat(sampler.sample(NOW, ATMOST)).singleElement().satisfies(row -> {
            assertThat(row.lastHealthOutput()).isNull();
            assertThat(row.failingStreak()).isEqualTo(3);
        });
    }

    @Test
    void thatTheLastStopWasForWantOfMemoryIsRememberedUntilTheNextOne() throws Exception {
        StatusSampler sampler = sampler(ServiceCatalog.everyContainer());
        ContainerSnapshot.Builder web = ContainerSnapshot.builder("1".repeat(64), STARTED)
                .name("web")
                .image("nginx")
                .startedAt(STARTED);
        assertThat(oomKilled(sampler, web.state(ContainerState.RUNNING))).isFalse();
        web.finishedAt(STARTED.plusSeconds(10)).oomKilled(true);
        assertThat(oomKilled(sampler, web.state(ContainerState.RESTARTING))).isTrue();
        web.oomKilled(false); // as an engine says as soon as it runs again
        assertThat(oomKilled(sampler, web.state(ContainerState.RUNNING))).isTrue();
        assertThat(oomKilled(sampler, web.finishedAt(STARTED.plusSeconds(20)).state(ContainerState.EXITED)))
                .isFalse();
    }

    /** An engine that hears of it after the container's end says nothing of it in the container's state. */
    @Test
    void whatTheEngineToldAsItHappenedCountsWhereItIsNearTheEnd() throws Exception {
        StatusSampler sampler = sampler(ServiceCatalog.everyContainer());
        ContainerSnapshot.Builder web = ContainerSnapshot.builder("1".repeat(64), STARTED)
                .name("web")
                .image("nginx")
                .startedAt(STARTED)
                .state(ContainerState.RUNNING);
        assertThat(oomKilled(sampler, web)).isFalse();
        sampler.oomKills().heard("1".repeat(64), STARTED.plusSeconds(11));
        assertThat(oomKilled(sampler, web))
                .as("a child of its process was killed")
                .isFalse();
        web.finishedAt(STARTED.plusSeconds(10)).startedAt(STARTED.plusSeconds(12));
        assertThat(oomKilled(sampler, web)).isTrue();
        sampler.oomKills().heard("1".repeat(64), STARTED.plusSeconds(60));
        assertThat(oomKilled(sampler, web)).as("still of the end before").isTrue();
        assertThat(oomKilled(sampler, web.finishedAt(STARTED.plusSeconds(90)).state(ContainerState.EXITED)))
                .isFalse();
    }

    private @Nullable Boolean oomKilled(StatusSampler sampler, ContainerSnapshot.Builder container) throws Exception {
        engine.put(container.build());
        return sampler.sample(NOW, ATMOST).get(0).run().oomKilled();
    }

    @Test
    void trafficIsNotToldWhereTheNetworkIsAnothers() throws Exception {
        ContainerSnapshot.Builder web = ContainerSnapshot.builder("1".repeat(64), STARTED)
                .name("web")
                .state(ContainerState.RUNNING)
                .startedAt(STARTED);
        ResourceUsage usage = new ResourceUsage("1".repeat(64), null, null, new Counters(5, 6L, 7L, 8L, 9L));
        engine.put(web.build()).usage(usage);
        assertThat(sample().get(0).usage()).isEqualTo(new ContainerUsage(null, null, null, 5, 6L, 7L, 8L, 9L));
        engine.put(web.ownNetwork(false).build());
        assertThat(sample().get(0).usage()).isEqualTo(new ContainerUsage(null, null, null, 5, null, null, 8L, 9L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"created", "running", "paused", "restarting", "removing", "exited", "dead", "word of tomorrow"})
    void uptimeAndExitCodeAreThereOnlyWhereTheStateHasThem(String word) throws Exception {
        ContainerState state = ContainerState.ofEngineWord(word);
        engine.put(SampleContainer.of(1, "web")
                .state(state)
                .startedAt(STARTED)
                .exitCode(137)
                .build());
        ContainerStatusEvent row = sample().get(0);
        assertThat(row.state()).isEqualTo(state);
        boolean up = List.of("running", "paused", "restarting").contains(state.columnValue());
        assertThat(row.uptimeSeconds()).isEqualTo(up ? 90 : 0);
        boolean ended = List.of("exited", "dead", "restarting").contains(state.columnValue());
        assertThat(row.exitCode()).isEqualTo(ended ? 137 : null);
    }

    @Test
    void anEngineWhoseClockIsAheadGivesNoNegativeUptime() throws Exception {
        engine.put(SampleContainer.of(1, "web").startedAt(NOW.plusSeconds(5)).build());
        assertThat(sample().get(0).uptimeSeconds()).isZero();
    }

    @Test
    void uptimeIsTheEnginesOwnByItsClock() throws Exception {
        engine.put(SampleContainer.of(1, "web")
                .startedAt(NOW.plusSeconds(3600).minusSeconds(15))
                .build());
        RestrictedEngine ahead = new RestrictedEngine(engine);
        for (Map.Entry<Duration, Long> each : Map.of(
                        Duration.ofHours(1), 15L, Duration.ofHours(2), 3615L, Duration.ofHours(-1), 0L)
                .entrySet()) {
            ahead.clockAhead(each.getKey());
            StatusSampler sampler = new StatusSampler(
                    ahead, ServiceCatalog.everyContainer(), () -> "host", SampleContents.ALL, new ManualTicker());
            assertThat(sampler.sample(NOW, ATMOST).get(0).uptimeSeconds()).isEqualTo(each.getValue());
        }
    }

    @Test
    void aServiceIsNeverEmpty() throws Exception {
        String composeService = "com.docker.compose.service";
        engine.put(
                SampleContainer.of(1, "web").labels(Map.of(composeService, "")).build());
        engine.put(SampleContainer.of(2, "").build());
        engine.put(SampleContainer.of(3, "api")
                .labels(Map.of(composeService, " ", "com.docker.swarm.service.name", "shop_api"))
                .build());
        assertThat(sample())
                .extracting(ContainerStatusEvent::service)
                .containsExactly("web", "000000000000", "shop_api");
    }

    @Test
    void aNameThatTheListLeavesOutIsTheInspections() throws Exception {
        engine.put(SampleContainer.of(1, "web").build());
        engine.put(SampleContainer.of(2, "other").build());
        RestrictedEngine nameless = new RestrictedEngine(engine);
        nameless.namesListed(false);
        for (ServiceCatalog catalog :
                List.of(ServiceCatalog.of(List.of(service("web"))), ServiceCatalog.everyContainer())) {
            StatusSampler sampler =
                    new StatusSampler(nameless, catalog, () -> "host", SampleContents.ALL, new ManualTicker());
            assertThat(sampler.sample(NOW, ATMOST))
                    .extracting(ContainerStatusEvent::service)
                    .isEqualTo(catalog.services().isEmpty() ? List.of("web", "other") : List.of("web"));
        }
    }

    @Test
    void aOneOffContainerOfComposeIsNoneOfItsServices() throws Exception {
        engine.put(SampleContainer.of(1, "shop-web-run-1")
                .labels(Map.of("com.docker.compose.service", "web", "com.docker.compose.oneoff", "True"))
                .build());
        assertThat(sample()).isEmpty();
    }

    @Test
    void aContainerThatDoesNotAnswerIsAnUnknownRowAndTheOthersAreThere() throws Exception {
        engine.put(SampleContainer.of(1, "web").build());
        engine.put(SampleContainer.of(2, "api").build());
        engine.silence(SampleContainer.of(1, "web").build().id());
        assertThat(sample())
                .extracting(ContainerStatusEvent::service, ContainerStatusEvent::state)
                .containsExactly(tuple("web", ContainerState.UNKNOWN), tuple("api", ContainerState.RUNNING));
        assertThat(sample().get(0).containerId()).hasSize(12);
    }

    @Test
    void aConfiguredServiceWithoutAContainerIsNotFoundAndStrangersAreLeftOut() throws Exception {
        engine.put(SampleContainer.of(1, "web").build());
        engine.put(SampleContainer.of(2, "stranger").build());
        StatusSampler sampler = sampler(ServiceCatalog.of(List.of(service("api"), service("web"))));
        List<ContainerStatusEvent> rows = sampler.sample(NOW, ATMOST);
        assertThat(rows).extracting(ContainerStatusEvent::service).containsExactly("web", "api");
        assertThat(rows.get(1))
                .isEqualTo(ContainerStatusEvent.ofState(NOW, "api", "", ContainerState.NOT_FOUND)
                        .with(ContainerUsage.UNKNOWN, ContainerRun.UNKNOWN, new Origin("host", null, null)));
    }

    @Test
    void cpuIsTheDifferenceOfTwoSamplesAndMemoryIsOfThis() throws Exception {
        ContainerSnapshot web = SampleContainer.of(1, "web").limits(64 << 20, 0).build();
        StatusSampler sampler = sampler(ServiceCatalog.everyContainer());
        engine.put(web).usage(new ResourceUsage(web.id(), new CpuTime(1_000, 10_000, 2), 4_096L));
        ContainerStatusEvent first = sampler.sample(NOW, ATMOST).get(0);
        assertThat(first.usage().cpuPercent()).isNull();
        assertThat(first.usage().memoryBytes()).isEqualTo(4_096);
        assertThat(first.usage().memoryLimitBytes()).isEqualTo(64 << 20);
        engine.usage(new ResourceUsage(web.id(), new CpuTime(1_500, 12_000, 2), 8_192L));
        ContainerStatusEvent second = sampler.sample(NOW, ATMOST).get(0);
        assertThat(second.usage().cpuPercent()).isEqualTo(50.0);
        assertThat(second.usage().memoryBytes()).isEqualTo(8_192);
    }

    @Test
    void aContainerThatIsNotUpOrHasNoReadingUsesWhatNobodyKnows() throws Exception {
        ContainerSnapshot exited =
                SampleContainer.of(1, "web").state(ContainerState.EXITED).build();
        engine.put(exited).usage(new ResourceUsage(exited.id(), new CpuTime(1, 2, 3), 4L));
        engine.put(SampleContainer.of(2, "api").build());
        assertThat(sample()).hasSize(2).allSatisfy(row -> {
            assertThat(row.usage().cpuPercent()).isNull();
            assertThat(row.usage().memoryBytes()).isNull();
            assertThat(row.usage().memoryLimitBytes()).isNull();
        });
    }

    @Test
    void containersAreInspectedWhileWhatTheyUseIsRead() throws Exception {
        ContainerSnapshot web = SampleContainer.of(1, "web").build();
        engine.put(web).usage(new ResourceUsage(web.id(), new CpuTime(1, 2, 3), 4L));
        CyclicBarrier together = new CyclicBarrier(2);
        ContainerEngine meeting = (ContainerEngine) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ContainerEngine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("usage") || method.getName().equals("sample")) {
                        together.await(30, TimeUnit.SECONDS);
                    }
                    return method.invoke(engine, arguments);
                });
        StatusSampler sampler = new StatusSampler(
                meeting, ServiceCatalog.everyContainer(), () -> "host", SampleContents.ALL, new ManualTicker());
        assertThat(sampler.sample(NOW, ATMOST))
                .singleElement()
                .satisfies(row -> assertThat(row.usage().memoryBytes()).isEqualTo(4));
    }

    static List<Throwable> defects() {
        return List.of(new IllegalStateException("a defect"), new OutOfMemoryError("a defect"));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void aDefectOfTheReadingIsOneOfTheSample(Throwable defect) {
        engine.put(SampleContainer.of(1, "web").build());
        ContainerEngine broken = (ContainerEngine) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ContainerEngine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("usage")) {
                        throw defect;
                    }
                    return method.invoke(engine, arguments);
                });
        StatusSampler sampler = new StatusSampler(
                broken, ServiceCatalog.everyContainer(), () -> "host", SampleContents.ALL, new ManualTicker());
        assertThatThrownBy(() -> sampler.sample(NOW, ATMOST)).isSameAs(defect);
    }

    @Test
    void withoutResourceUsageNothingIsAskedOrSaid() throws Exception {
        ContainerSnapshot web = SampleContainer.of(1, "web").limits(64 << 20, 0).build();
        engine.put(web).usage(new ResourceUsage(web.id(), new CpuTime(1, 2, 3), 4L));
        StatusSampler sampler = new StatusSampler(
                engine,
                ServiceCatalog.everyContainer(),
                () -> "host",
                new SampleContents(false, true),
                new ManualTicker());
        assertThat(sampler.sample(NOW, ATMOST)).singleElement().satisfies(row -> {
            assertThat(row.usage().memoryBytes()).isNull();
            assertThat(row.usage().memoryLimitBytes()).as("is no reading").isEqualTo(64 << 20);
        });
    }

    @Test
    void anEngineThatCannotBeAskedGivesNoRows() {
        engine.down(true);
        assertThatThrownBy(this::sample).isInstanceOf(EngineException.class);
    }

    private List<ContainerStatusEvent> sample() throws Exception {
        return sampler(ServiceCatalog.everyContainer()).sample(NOW, ATMOST);
    }

    private StatusSampler sampler(ServiceCatalog catalog) {
        return new StatusSampler(engine, catalog, () -> "host", SampleContents.ALL, new ManualTicker());
    }

    private static ServiceDefinition service(String name) {
        return new ServiceDefinition(name, null, null, false, null, 0, 0, 0);
    }
}
