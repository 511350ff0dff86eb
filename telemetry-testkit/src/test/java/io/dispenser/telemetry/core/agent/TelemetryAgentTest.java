package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.SampleContents;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.status.StatusSampler;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TelemetryAgentTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    private final FakeContainerEngine engine = new FakeContainerEngine();
    private final ManualTicker ticker = new ManualTicker();
    private final ManualInstants clock = new ManualInstants(NOW);
    private final List<DeploymentEvent> deployments = new ArrayList<>();
    private final List<ContainerStatusEvent> statuses = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final AgentListener listener = new AgentListener() {
        @Override
        public void engineConnected(String version) {
            told.add("connected " + version);
        }

        @Override
        public void engineUnavailable(String reason, Duration retryIn) {
            told.add("unavailable: " + reason);
        }

        @Override
        public void sampleFailed(String reason) {
            told.add("no sample: " + reason);
        }

        @Override
        public void samplesSkipped(long samples) {
            told.add("skipped " + samples);
        }

        @Override
        public void deploymentLost(ContainerChange change, String reason) {
            told.add("lost: " + reason);
        }
    };

    @Test
    void aSampleIsTakenAtOnceAndThenAtAFixedRate() throws Exception {
        SamplingLoop loop = samples();
        engine.put(container(1, 1));
        assertThat(loop.step()).contains(INTERVAL);
        assertThat(loop.step()).contains(INTERVAL); // woken too early: no sample
        assertThat(statuses).hasSize(1);
        ticker.advance(INTERVAL.plusSeconds(7)); // a late thread does not shift the rate
        assertThat(loop.step()).contains(Duration.ofSeconds(53));
        assertThat(statuses).hasSize(2);
    }

    @Test
    void samplesThatWereMissedFallOut() throws Exception {
        SamplingLoop loop = samples();
        engine.put(container(1, 1));
        loop.step();
        ticker.advance(INTERVAL.multipliedBy(10).plusSeconds(1));
        assertThat(loop.step()).contains(Duration.ofSeconds(59));
        assertThat(statuses).hasSize(2);
        assertThat(told).containsExactly("skipped 9");
    }

    @Test
    void anErrorCostsASampleAndNoOther() throws Exception {
        engine.put(container(1, 1));
        SamplingLoop loop = samples(
                row -> {
                    if (told.isEmpty()) {
                        throw new OutOfMemoryError("scripted");
                    }
                    return statuses.add(row);
                },
                0.5);
        assertThat(loop.step()).contains(INTERVAL);
        ticker.advance(INTERVAL);
        assertThat(loop.step()).contains(INTERVAL);
        assertThat(told).containsExactly("no sample: unexpected: java.lang.OutOfMemoryError: scripted");
        assertThat(statuses).hasSize(1);
    }

    @Test
    void aSampleThatIsStillUnderWayMakesTheNextOnesSkip() throws Exception {
        engine.put(container(1, 1));
        SamplingLoop loop = samples(
                row -> {
                    statuses.add(row);
                    ticker.advance(INTERVAL.multipliedBy(2).plusSeconds(1));
                    return true;
                },
                0.5);
        assertThat(loop.step()).contains(Duration.ofSeconds(59));
        assertThat(told).containsExactly("skipped 2");
        assertThat(statuses).hasSize(1);
    }

    @Test
    void theSecondSampleHasAPhaseOfItsOwnAndTheOthersKeepIt() throws Exception {
        SamplingLoop early = samples(statuses::add, 0);
        SamplingLoop late = samples(statuses::add, 0.75);
        assertThat(early.step()).contains(Duration.ofSeconds(30));
        assertThat(late.step()).contains(Duration.ofSeconds(75));
        ticker.advance(Duration.ofSeconds(30));
        assertThat(early.step()).contains(INTERVAL);
        ticker.advance(Duration.ofSeconds(45));
        assertThat(late.step()).contains(INTERVAL);
    }

    @Test
    void anEngineThatIsAwayCostsItsSamplesAndNoMore() throws Exception {
        SamplingLoop loop = samples();
        engine.put(container(1, 1)).down(true);
        assertThat(loop.step()).contains(INTERVAL);
        assertThat(told).containsExactly("no sample: the fake engine is down");
        engine.down(false);
        ticker.advance(INTERVAL);
        loop.step();
        assertThat(statuses).hasSize(1);
    }

    @Test
    void whatExistsAtTheStartIsNoDeploymentAndWhatIsCreatedThenIs() throws Exception {
        engine.put(container(1, 1));
        EngineEventWatcher follower = follower(false);
        follower.step();
        assertThat(told).containsExactly("connected fake");
        create(container(2, 2));
        follower.step();
        assertThat(deployments).hasSize(1);
        assertThat(deployments.get(0).trigger()).isEqualTo(TriggerType.IMAGE_UPDATE);
        assertThat(deployments.get(0).timestamp()).isEqualTo(NOW);
    }

    @Test
    void whatExistsAtTheStartCanBeReportedOldestFirst() throws Exception {
        engine.put(container(2, 2)).put(container(1, 1));
        follower(true).step();
        assertThat(deployments)
                .extracting(DeploymentEvent::timestamp)
                .isSorted()
                .hasSize(2);
        assertThat(deployments).allSatisfy(TelemetryAgentTest::isNobodysSuccessor);
    }

    @Test
    void ofWhatExistsAtTheStartNothingIsForgottenThatIsToldLater() throws Exception {
        engine.put(container(1, 1)).put(container(2, 2)).silence(container(2, 2).id());
        EngineEventWatcher follower = follower(true);
        follower.step();
        assertThat(deployments).hasSize(1);
        engine.answer(container(2, 2).id());
        ticker.advance(Duration.ofMinutes(5));
        follower.step();
        assertThat(deployments).hasSize(2).allSatisfy(TelemetryAgentTest::isNobodysSuccessor);
    }

    private static void isNobodysSuccessor(DeploymentEvent row) {
        assertThat(row.trigger()).isEqualTo(TriggerType.STARTUP);
        assertThat(row.action()).isEqualTo(DeploymentAction.CREATED);
        assertThat(row.previousImage()).isNull();
    }

    @Test
    void whatWasCreatedWhileNobodyWatchedIsDiscoveredAtTheNextConnection() throws Exception {
        engine.put(container(1, 1));
        EngineEventWatcher follower = follower(false);
        follower.step();
        engine.endStreams("end of stream");
        ContainerSnapshot young =
                SampleContainer.of(2, "api").createdAt(NOW.plusSeconds(1)).build();
        engine.put(young);
        Duration wait = follower.step().orElseThrow();
        assertThat(told).endsWith("unavailable: end of stream");
        assertThat(follower.step()).contains(wait); // not before its time
        ticker.advance(wait);
        follower.step();
        assertThat(engine.connections()).isEqualTo(2);
        assertThat(deployments).extracting(DeploymentEvent::timestamp).containsExactly(young.createdAt());
    }

    @Test
    void withoutAnEngineItTriesAgainWithGrowingPauses() throws Exception {
        engine.down(true);
        EngineEventWatcher follower = follower(false);
        Duration wait = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            wait = follower.step().orElseThrow();
            ticker.advance(wait);
        }
        assertThat(wait).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        engine.down(false);
        follower.step();
        assertThat(told).hasSize(11).endsWith("connected fake");
    }

    private void create(ContainerSnapshot container) {
        engine.put(container);
        engine.tell(change(Kind.CREATED, container));
    }

    private static ContainerChange change(Kind kind, ContainerSnapshot container) {
        return new ContainerChange(container.id(), kind, NOW, Map.of("name", container.name()));
    }

    private static ContainerSnapshot container(int number, int content) {
        return SampleContainer.of(number, "api")
                .image("shop/api:latest", content)
                .createdAt(NOW.minusSeconds(1000 - number))
                .build();
    }

    private SamplingLoop samples() {
        return samples(statuses::add, 0.5);
    }

    /** @param phase what the random generator gives: a half is no phase */
    private SamplingLoop samples(EventRecorder<ContainerStatusEvent> recorder, double phase) {
        StatusSampler sampler =
                new StatusSampler(engine, ServiceCatalog.everyContainer(), () -> "host", SampleContents.ALL, ticker);
        RandomGenerator random = () -> (long) (phase * (1L << 53)) << 11;
        return new SamplingLoop(sampler, recorder, INTERVAL, Duration.ofSeconds(10), random, ticker, clock, listener);
    }

    private EngineEventWatcher follower(boolean existingAreNews) {
        return TelemetryAgent.builder(engine, deployments::add, statuses::add)
                .dispenserVersion("9.9")
                .existingAreDeployments(existingAreNews)
                .ticker(ticker)
                .listener(listener)
                .follower(() -> {}, asker -> {});
    }
}
