package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.CronSchedule;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing missed and nothing invented, whatever streams, engines and processes do. */
class EngineEventWatcherTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LOOK = Duration.ofMinutes(5);

    private final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    private final ManualTicker ticker = new ManualTicker();
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final List<DeploymentEvent> rows = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final AgentListener listener = new AgentListener() {
        @Override
        public void changesMissed(Instant from, Instant to) {
            told.add("missed " + from + " to " + to);
        }

        @Override
        public void deploymentLost(ContainerChange change, String reason) {
            told.add("lost " + reason);
        }

        @Override
        public void engineUnavailable(String reason, Duration retryIn) {
            told.add(reason);
        }
    };

    private ServiceCatalog catalog = ServiceCatalog.everyContainer();
    private EngineEventWatcher follower = process();

    // ---- restarts of the agent

    @Test
    void aRestartWritesNothingForWhatWasKnown() throws Exception {
        engine.put(container(1, "old", START.minusSeconds(60)));
        follower.step();
        create(container(2, "web", START.plusSeconds(1)));
        follower.step();
        assertThat(ids()).containsExactly(2);
        restart();
        follower.step();
        assertThat(ids()).containsExactly(2);
    }

    @Test
    void whatWasCreatedMeanwhileGetsItsOneRowWithTheRightTime() throws Exception {
        engine.remember(event(Kind.CREATED, container(9, "early", START.minusSeconds(99))))
                .time(START);
        follower.step();
        follower.close();
        ContainerSnapshot inRing = container(1, "ring", START.plusSeconds(10));
        ContainerSnapshot onList = container(2, "list", START.plusSeconds(20));
        engine.put(inRing).put(onList).remember(event(Kind.CREATED, inRing)).time(START.plusSeconds(60));
        follower = process();
        follower.step();
        assertThat(rows)
                .extracting(DeploymentEvent::service, DeploymentEvent::timestamp)
                .containsExactly(tuple("ring", inRing.createdAt().plusMillis(5)), tuple("list", onList.createdAt()));
        restart();
        follower.step();
        follower.step();
        assertThat(ids()).containsExactly(1, 2);
        assertThat(told).isEmpty();
    }

    @Test
    void changesThatTheEngineRemembersAreNotDoubledByARestart() throws Exception {
        follower.step();
        ContainerSnapshot web = container(1, "web", START.plusSeconds(1));
        create(web);
        engine.tell(new ContainerChange(web.id(), Kind.RESTARTED, START.plusSeconds(2), attributes(web)));
        engine.tell(new ContainerChange(web.id(), Kind.UPDATED, START.plusSeconds(2), attributes(web)));
        follower.step();
        restart();
        engine.tell(new ContainerChange(
                web.id(), Kind.RESTARTED, START.plusSeconds(2).plusNanos(1), attributes(web)));
        follower.step();
        assertThat(rows).hasSize(4);
    }

    @Test
    void theVeryFirstStartWritesNothingAndLaterOnesNothingForWhatIsOlder() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(5)));
        follower.step();
        restart();
        engine.put(container(2, "hidden until now", START.minusSeconds(500)));
        follower.step();
        assertThat(rows).isEmpty();
    }

    @Test
    void whatHappenedJustBeforeTheVeryFirstStartIsNoNewsWhenTheEngineTellsOfItLater() throws Exception {
        ContainerSnapshot web = container(1, "web", START.minusSeconds(1));
        engine.put(web).remember(event(Kind.CREATED, web));
        follower.step();
        engine.endStreams("the end");
        ticker.advance(follower.step().orElseThrow());
        follower.step(); // the stream begins a little before the last one's end
        assertThat(told).containsExactly("the end");
        restart();
        assertThat(rows).isEmpty();
    }

    @Test
    void whatHappenedAMomentBeforeTheVeryFirstStartIsToldAgainAndIsNoNews() throws Exception {
        ContainerSnapshot gone = container(1, "web", START.minusMillis(900));
        ContainerSnapshot stays = container(2, "api", START.minusMillis(800));
        ContainerSnapshot briefly = container(3, "job", START.minusMillis(700));
        for (ContainerSnapshot container : List.of(gone, stays, briefly)) {
            engine.put(container).remember(event(Kind.CREATED, container));
        }
        engine.remember(new ContainerChange(stays.id(), Kind.RESTARTED, START.minusMillis(600), attributes(stays)));
        engine.remove(briefly.id());
        follower.step();
        engine.remove(gone.id());
        for (int i = 0; i < 3; i++) {
            ticker.advance(LOOK);
            follower.step();
        }
        assertThat(rows).isEmpty();
    }

    @Test
    void aFirstLookThatFailsIsTakenAgain() throws Exception {
        ContainerSnapshot web = container(1, "web", START.minusSeconds(5));
        engine.put(web).lists(false);
        ticker.advance(follower.step().orElseThrow());
        engine.lists(true);
        follower.step();
        assertThat(rows).isEmpty();
        ticker.advance(LOOK);
        follower.step();
        assertThat(rows).isEmpty();
        engine.remove(web.id());
        create(container(2, "web", START.plusSeconds(9)));
        follower.step();
        assertThat(rows)
                .extracting(DeploymentEvent::trigger)
                .as("the first one is known")
                .containsExactly(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void anotherEnginesKnowledgeIsOfNoUse() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(50)));
        memory.store(new TrackerState(
                "another engine",
                null,
                START.minusSeconds(999),
                START.minusSeconds(99),
                List.of(),
                List.of(),
                List.of()));
        follower = process();
        follower.step();
        assertThat(rows).isEmpty();
    }

    // ---- short-lived containers

    @Test
    void aContainerThatIsGoneGetsItsRowFromWhatTheEventTells() throws Exception {
        follower.step();
        ContainerSnapshot job = container(1, "job", START.plusSeconds(1));
        engine.image(new ImageDetails(
                job.imageId(), List.of("shop/api@sha256:77"), 5_000_000, START.minusSeconds(1), Map.of()));
        engine.name("shop/api:1", job.imageId());
        engine.tell(event(Kind.CREATED, job));
        follower.step();
        DeploymentEvent row = rows.get(0);
        assertThat(row.service()).isEqualTo("job");
        assertThat(row.image()).isEqualTo("shop/api:1");
        assertThat(row.imageSha()).isEqualTo("sha256:77");
        assertThat(row.imageSizeMb()).isEqualTo(5);
        assertThat(row.timestamp()).isEqualTo(job.createdAt().plusMillis(5));
        assertThat(row.containerCreatedAt()).isEqualTo(row.timestamp());
        assertThat(row.trigger()).isEqualTo(TriggerType.STARTUP);
        assertThat(row.restartPolicy()).isEqualTo(RestartPolicy.NO);
        assertThat(row.memoryLimit()).isNull();
        assertThat(List.of(row.portMappings(), row.volumes(), row.networks())).containsExactly(0, 0, 0);
    }

    @Test
    void anImageWhoseNameMayHaveMovedIsNotGuessed() throws Exception {
        follower.step();
        ContainerSnapshot job = container(1, "job", START.plusSeconds(1));
        engine.image(new ImageDetails(job.imageId(), List.of(), 5_000_000, START.plusSeconds(9), Map.of()));
        engine.name("shop/api:1", job.imageId());
        engine.tell(event(Kind.CREATED, job));
        follower.step();
        assertThat(rows.get(0).imageSha()).isEmpty();
        assertThat(rows.get(0).imageSizeMb()).isZero();
    }

    @Test
    void aContainerWhoseInspectionHangsIsAskedAgainAndThenToldFromItsEvent() throws Exception {
        follower.step();
        ContainerSnapshot web = container(1, "web", START.plusSeconds(1));
        engine.silence(web.id());
        create(web);
        create(container(2, "other", START.plusSeconds(2)));
        follower.step();
        assertThat(ids()).containsExactly(2);
        assertThat(memory.load().orElseThrow().until())
                .as("not beyond what is open")
                .isBefore(START.plusSeconds(2));
        for (int i = 0; i < 2; i++) {
            ticker.advance(Duration.ofSeconds(10));
            follower.step();
        }
        assertThat(ids()).containsExactly(2, 1);
    }

    // ---- streams

    @Test
    void aStreamThatIsDeafIsNoticedAtTheNextLookAndReplaced() throws Exception {
        follower.step();
        engine.remember(event(Kind.CREATED, container(8, "gone", START.plusSeconds(3))));
        ContainerSnapshot web = container(1, "web", START.plusSeconds(5));
        engine.put(web).time(START.plus(LOOK));
        ticker.advance(LOOK);
        follower.step();
        assertThat(ids()).containsExactly(8, 1);
        assertThat(engine.connections()).isEqualTo(2);
        create(container(2, "db", START.plus(LOOK).plusSeconds(1)));
        follower.step();
        assertThat(ids()).containsExactly(8, 1, 2);
    }

    @Test
    void aStreamThatSpeaksIsLeftAlone() throws Exception {
        follower.step();
        for (int i = 1; i <= 3; i++) {
            create(container(i, "web" + i, START.plusSeconds(i)));
            ticker.advance(LOOK);
            follower.step();
        }
        assertThat(engine.connections()).isEqualTo(1);
        assertThat(ids()).containsExactly(1, 2, 3);
    }

    @Test
    void anEngineThatIsAwayForAnHourMissesOnlyWhatItForgot() throws Exception {
        follower.step();
        engine.endStreams("the engine ended the stream of events");
        engine.down(true);
        Duration passed = Duration.ZERO;
        while (passed.compareTo(Duration.ofHours(1)) < 0) {
            Duration wait = follower.step().orElseThrow();
            ticker.advance(wait);
            passed = passed.plus(wait);
        }
        Instant back = START.plus(passed);
        engine.down(false).forget().time(back);
        engine.put(container(1, "web", back.minusSeconds(3)));
        engine.remember(event(Kind.CREATED, container(2, "job", back.minusSeconds(2))));
        follower.step();
        assertThat(ids()).containsExactly(2, 1);
        assertThat(told)
                .endsWith("missed " + START + " to " + back.minusSeconds(2).plusMillis(5));
        assertThat(told.size()).as("attempts in an hour").isBetween(100, 300);
    }

    @Test
    void aGapThatTheEngineRemembersIsNone() throws Exception {
        engine.remember(event(Kind.CREATED, container(9, "before", START.minusSeconds(9))));
        follower.step();
        engine.endStreams("cut");
        engine.remember(event(Kind.CREATED, container(1, "job", START.plusSeconds(5))));
        ticker.advance(follower.step().orElseThrow());
        follower.step();
        assertThat(ids()).containsExactly(1);
        assertThat(told).containsExactly("cut");
    }

    @Test
    void moreChangesThanFitAreHeardInTheNextStream() throws Exception {
        follower.step();
        for (int i = 1; i <= 10_100; i++) {
            ContainerSnapshot job =
                    container(i, "job" + i, START.plusSeconds(10).plusMillis(i * 5L));
            engine.tell(event(Kind.CREATED, job));
        }
        ticker.advance(follower.step().orElseThrow());
        follower.step();
        assertThat(rows).hasSize(10_100);
        assertThat(rows).extracting(DeploymentEvent::containerId).doesNotHaveDuplicates();
        assertThat(told).contains("too many changes at once");
    }

    @Test
    void changesAreHandledInTheOrderOfTheEnginesTime() throws Exception {
        follower.step();
        ContainerSnapshot first = container(1, "web", START.plusSeconds(1));
        ContainerSnapshot second = container(2, "web", START.plusSeconds(2));
        engine.put(first).put(second);
        engine.tell(event(Kind.CREATED, second));
        engine.tell(event(Kind.CREATED, first));
        follower.step();
        assertThat(ids()).containsExactly(1, 2);
        assertThat(rows)
                .extracting(DeploymentEvent::trigger)
                .containsExactly(TriggerType.STARTUP, TriggerType.MANUAL_RELOAD);
    }

    @Test
    void aDefectCostsOneChange() throws Exception {
        CronSchedule cron = CronSchedule.parse("0 3 * * *");
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0, cron)));
        Instant earliest = Instant.MIN.plusSeconds(10);
        engine.time(earliest);
        follower = process();
        follower.step();
        engine.tell(new ContainerChange("x", Kind.CREATED, earliest, Map.of("name", "web")));
        create(container(1, "web", START.plusSeconds(1)));
        follower.step();
        assertThat(ids()).containsExactly(1);
        assertThat(told).singleElement().asString().startsWith("lost unexpected: java.time.DateTimeException");
    }

    // ---- unseen updates, renames, unmanaged containers

    @Test
    void anUpdateThatNobodyToldOfIsFoundOnceItIsSureThatNobodyWill() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(5)));
        follower.step();
        engine.put(SampleContainer.of(1, "web")
                .createdAt(START.minusSeconds(5))
                .limits(1 << 20, 0)
                .build());
        for (int i = 1; i <= 4; i++) {
            engine.time(START.plus(LOOK.multipliedBy(i)));
            ticker.advance(LOOK);
            follower.step();
            assertThat(rows).hasSize(i < 2 ? 0 : 1);
        }
        assertThat(rows.get(0).trigger()).isEqualTo(TriggerType.MANUAL_RELOAD);
        assertThat(rows.get(0).timestamp()).isEqualTo(START.plus(LOOK.multipliedBy(2)));
    }

    @Test
    void anUpdateThatIsToldLateIsOne() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(5)));
        follower.step();
        ContainerSnapshot updated = SampleContainer.of(1, "web")
                .createdAt(START.minusSeconds(5))
                .limits(1 << 20, 0)
                .build();
        engine.put(updated);
        ticker.advance(LOOK);
        follower.step();
        engine.tell(new ContainerChange(updated.id(), Kind.UPDATED, START.plusSeconds(299), attributes(updated)));
        for (int i = 0; i < 3; i++) {
            ticker.advance(LOOK);
            follower.step();
        }
        assertThat(rows).hasSize(1);
    }

    @Test
    void aContainerThatIsCreatedUnderAnotherNameIsOneCreation() throws Exception {
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0)));
        follower = process();
        engine.put(container(1, "web", START.minusSeconds(50)));
        follower.step();
        ContainerSnapshot temporary = container(2, "0123456789ab_web", START.plusSeconds(1));
        create(temporary);
        engine.tell(new ContainerChange(container(1, "web", START).id(), Kind.REMOVED, START.plusSeconds(2), Map.of()));
        ContainerSnapshot renamed = container(2, "web", START.plusSeconds(1));
        engine.put(renamed).remove(container(1, "web", START).id());
        engine.tell(new ContainerChange(renamed.id(), Kind.RENAMED, START.plusSeconds(3), attributes(renamed)));
        follower.step();
        assertThat(ids()).containsExactly(2);
        assertThat(rows.get(0).trigger()).isEqualTo(TriggerType.MANUAL_RELOAD);
        ticker.advance(LOOK);
        follower.step();
        assertThat(rows).hasSize(1);
    }

    @Test
    void aStrangerThatBecomesManagedIsNoDeployment() throws Exception {
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0)));
        follower = process();
        follower.step();
        engine.put(container(1, "other", START.plusSeconds(1))).time(START.plus(Duration.ofHours(1)));
        ticker.advance(LOOK);
        follower.step();
        engine.put(container(1, "web", START.plusSeconds(1)));
        engine.tell(new ContainerChange(
                container(1, "web", START).id(), Kind.RENAMED, START.plus(Duration.ofHours(1)), Map.of("name", "web")));
        follower.step();
        assertThat(rows).isEmpty();
    }

    @Test
    void manyContainersOfOneServiceAreAllRemembered() throws Exception {
        for (int i = 1; i <= 40; i++) {
            engine.put(SampleContainer.of(i, "shop-web-" + i)
                    .labels(Map.of("com.docker.compose.service", "web"))
                    .createdAt(START.minusSeconds(i))
                    .build());
        }
        follower.step();
        for (int i = 0; i < 3; i++) {
            ticker.advance(LOOK);
            follower.step();
            restart();
        }
        assertThat(rows).isEmpty();
    }

    // ---- helpers

    private EngineEventWatcher process() {
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .catalog(catalog)
                .outbox(DeploymentOutbox.open(memory, told::add))
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .listener(listener)
                .follower(() -> {}, asker -> {});
    }

    private void restart() throws Exception {
        follower.close();
        follower = process();
        follower.step();
    }

    private void create(ContainerSnapshot container) {
        engine.put(container);
        engine.tell(event(Kind.CREATED, container));
    }

    private List<Integer> ids() {
        return rows.stream().map(row -> Integer.parseInt(row.containerId(), 16)).toList();
    }

    /** Five milliseconds after the creation, as an engine tells of it. */
    private static ContainerChange event(Kind kind, ContainerSnapshot container) {
        return new ContainerChange(container.id(), kind, container.createdAt().plusMillis(5), attributes(container));
    }

    private static Map<String, String> attributes(ContainerSnapshot container) {
        return Map.of("name", container.name(), "image", container.image());
    }

    private static ContainerSnapshot container(int number, String name, Instant createdAt) {
        return SampleContainer.of(number, name).createdAt(createdAt).build();
    }
}
