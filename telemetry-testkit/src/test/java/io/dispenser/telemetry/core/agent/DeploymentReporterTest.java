package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.agent.ReportAnswer.Invalid;
import io.dispenser.telemetry.core.agent.ReportAnswer.Recorded;
import io.dispenser.telemetry.core.agent.ReportAnswer.Refused;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.core.port.RecordOutcome;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentReporterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private final FakeContainerEngine engine = new FakeContainerEngine().time(NOW);
    private final List<DeploymentEvent> rows = new ArrayList<>();
    private ServiceCatalog catalog = ServiceCatalog.everyContainer();
    private RecordOutcome outcome = new RecordOutcome.Durable();

    // ---- the row

    @Test
    void theRowIsTheContainerAsItIsWithTheReportedTrigger() throws Exception {
        ContainerSnapshot web = SampleContainer.of(7, "web")
                .image("shop/web:2", 2)
                .labels(Map.of("dispenser.trigger", "cron")) // of its creation, which this is not about
                .restarts(0, RestartPolicy.ALWAYS)
                .limits(512L << 20, 1_500_000_000)
                .build();
        engine.put(web).image(new ImageDetails(web.imageId(), List.of("shop/web@sha256:abc"), 7_999_999));
        assertThat(report("web", null)).isEqualTo(new Recorded(rows.get(0), "web"));
        assertThat(rows)
                .containsExactly(new DeploymentEvent(
                        NOW,
                        "web",
                        "shop/web:2",
                        "sha256:abc",
                        7,
                        web.id(),
                        web.createdAt(),
                        TriggerType.MANUAL_RELOAD,
                        "9.9",
                        RestartPolicy.ALWAYS,
                        "512m",
                        "1.5",
                        false,
                        null,
                        2,
                        3,
                        1,
                        new Origin("host", null, "web"),
                        DeploymentAction.REPORTED,
                        null,
                        null));
    }

    @Test
    void aConfiguredServiceIsAsItIsConfiguredAndTheTimeIsTheReportedOne() throws Exception {
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", "1g", "2", true, "w.example.org", 4, 5, 6)));
        engine.put(SampleContainer.of(7, "web").build());
        Instant at = Instant.parse("2026-02-28T23:59:59Z");
        reporter().report(new DeploymentReport("web", null, TriggerType.CRON, at));
        DeploymentEvent row = rows.get(0);
        assertThat(row.timestamp()).isEqualTo(at);
        assertThat(row.trigger()).isEqualTo(TriggerType.CRON);
        assertThat(row.memoryLimit()).isEqualTo("1g");
        assertThat(row.proxyHost()).isEqualTo("w.example.org");
        assertThat(row.networks()).isEqualTo(6);
    }

    // ---- which container

    @Test
    void ofSeveralContainersOneHasToBeNamedByNameOrIdOrTheBeginningOfIt() throws Exception {
        ContainerSnapshot first = scaled(0xa1, ContainerState.RUNNING);
        ContainerSnapshot second = scaled(0xa2, ContainerState.EXITED);
        engine.put(first).put(second);
        assertThat(report("web", null))
                .isEqualTo(new Invalid("several containers of service web may be meant; say which of them it is: "
                        + "shop-web-161 (000000000000, running), shop-web-162 (000000000000, exited)"));
        assertThat(report("web", "0000")).isInstanceOf(Invalid.class);
        assertThat(rows).isEmpty();
        report("web", first.name());
        report("web", second.id());
        engine.remove(second.id());
        report("web", "0000");
        report("web", null);
        assertThat(rows)
                .extracting(DeploymentEvent::containerId)
                .containsExactly(first.id(), second.id(), first.id(), first.id());
    }

    @Test
    void aNameThatLooksLikeAnIdIsAName() throws Exception {
        ContainerSnapshot byId = scaled(1, ContainerState.RUNNING);
        ContainerSnapshot byName = SampleContainer.of(2, byId.id().substring(0, 8))
                .labels(byId.labels())
                .build();
        engine.put(byId).put(byName);
        report("web", byName.name());
        assertThat(rows).extracting(DeploymentEvent::containerId).containsExactly(byName.id());
    }

    @Test
    void aServiceWithoutAContainerIsToldFromOneThatDoesNotExist() throws Exception {
        engine.put(SampleContainer.of(1, "db").build());
        assertThat(report("web", null))
                .isEqualTo(new Refused("service web has no container now; services that have one: db"));
        assertThat(report("web", "nobody"))
                .isEqualTo(new Invalid("there is no container nobody; containers of service web: none"));
        catalog = ServiceCatalog.of(List.of(
                new ServiceDefinition("web", null, null, false, null, 0, 0, 0),
                new ServiceDefinition("db", null, null, false, null, 0, 0, 0)));
        assertThat(report("web", null)).isInstanceOf(Refused.class);
        assertThat(report("wbe", null)).isEqualTo(new Invalid("no service is named wbe; configured: web, db"));
        assertThat(rows).isEmpty();
    }

    @Test
    void aContainerOfAnotherServiceIsNotTakenForIt() throws Exception {
        engine.put(SampleContainer.of(1, "db").build())
                .put(SampleContainer.of(2, "web").build());
        assertThat(report("web", "db"))
                .isEqualTo(new Invalid("container db (000000000000, running) is not of service web: it is of db"));
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0)));
        assertThat(report("web", "db"))
                .isEqualTo(
                        new Invalid("container db (000000000000, running) is not of service web: it is not managed"));
    }

    @Test
    void aFilterThatNeedsTheImageIsHeardWhenTheListDoesNotTellIt() throws Exception {
        catalog = ServiceCatalog.of(
                List.of(),
                new ContainerFilter(Patterns.NONE, new Patterns(List.of(), List.of("secret/*"), List.of(), List.of())));
        engine.put(SampleContainer.of(1, "web").image("secret/web:1", 1).build());
        assertThat(report("web", null)).isInstanceOf(Refused.class);
        assertThat(rows).isEmpty();
    }

    // ---- refusals

    @Test
    void anEngineThatDoesNotAnswerIsARefusal() throws Exception {
        ContainerSnapshot web = SampleContainer.of(1, "web").build();
        engine.put(web).silence(web.id());
        assertThat(report("web", null))
                .isEqualTo(new Refused("container web can't be inspected: silenced by the test"));
        engine.down(true);
        assertThat(report("web", null)).isEqualTo(new Refused("the engine can't be asked: the fake engine is down"));
        assertThat(rows).isEmpty();
    }

    @Test
    void aTimeThatCannotBeIsNot() throws Exception {
        engine.put(SampleContainer.of(1, "web").build());
        for (Instant at : List.of(NOW.plusSeconds(61), Instant.MAX, Instant.MIN, Instant.EPOCH.minusNanos(1))) {
            assertThat(reporter().report(new DeploymentReport("web", null, TriggerType.CRON, at)))
                    .isEqualTo(new Invalid("no deployment was at " + at + "; it is " + NOW + " now"));
        }
        Instant aheadABit = NOW.plusSeconds(59);
        assertThat(reporter().report(new DeploymentReport("web", null, TriggerType.CRON, aheadABit)))
                .isInstanceOf(Recorded.class);
    }

    @Test
    void whatThePipelineSaysIsSaid() throws Exception {
        engine.put(SampleContainer.of(1, "web").build());
        outcome = new RecordOutcome.Refused("full");
        assertThat(report("web", null)).isEqualTo(new Refused("it was not taken: full"));
        outcome = new RecordOutcome.Unknown("the disk hangs");
        assertThat(report("web", null)).isEqualTo(new ReportAnswer.Unknown("the disk hangs"));
    }

    // ---- beside the observer

    @Test
    void aReportIsOneRowMoreAndChangesNothingForTheObserverNorForItsNextStart() throws Exception {
        InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
        engine.put(SampleContainer.of(1, "old").createdAt(NOW.minusSeconds(60)).build());
        ManualTicker ticker = new ManualTicker();
        EngineEventWatcher follower = follower(memory, ticker);
        follower.step();
        ContainerSnapshot web =
                SampleContainer.of(2, "web").createdAt(NOW.plusSeconds(1)).build();
        engine.put(web);
        report("old", null);
        report("web", null); // before the observer knows it
        engine.tell(new ContainerChange(web.id(), Kind.CREATED, web.createdAt(), Map.of("name", "web")));
        follower.step();
        report("web", null);
        for (int start = 0; start < 3; start++) {
            follower.step();
            follower.close();
            follower = follower(memory, ticker);
            follower.step();
            ticker.advance(Duration.ofMinutes(5));
            follower.step();
        }
        assertThat(rows)
                .extracting(row -> row.service() + " " + row.trigger())
                .containsExactly("old MANUAL_RELOAD", "web MANUAL_RELOAD", "web STARTUP", "web MANUAL_RELOAD");
    }

    private EngineEventWatcher follower(InMemoryTrackerStateStore memory, ManualTicker ticker) {
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .catalog(catalog)
                .outbox(DeploymentOutbox.open(memory, problem -> {}))
                .ticker(ticker)
                .follower(() -> {}, asker -> {});
    }

    private static ContainerSnapshot scaled(int number, ContainerState state) {
        return SampleContainer.of(number, "shop-web-" + number)
                .labels(Map.of("com.docker.compose.service", "web"))
                .state(state)
                .build();
    }

    private ReportAnswer report(String service, @Nullable String container) throws InterruptedException {
        return reporter().report(new DeploymentReport(service, container, TriggerType.MANUAL_RELOAD, null));
    }

    private DeploymentReporter reporter() {
        return new DeploymentReporter(
                engine,
                catalog,
                "9.9",
                () -> "host",
                (row, timeout) -> {
                    if (outcome instanceof RecordOutcome.Durable) {
                        rows.add(row);
                    }
                    return outcome;
                },
                new ManualInstants(NOW));
    }
}
