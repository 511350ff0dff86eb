package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.EngineException.Reason;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.RestrictedEngine;
import io.dispenser.telemetry.testkit.RestrictedEngine.Request;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine does not tell, or not at once, costs as little as may be; and is told. */
class EngineLimitsTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LOOK = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    private final RestrictedEngine front = new RestrictedEngine(engine);
    private final ManualTicker ticker = new ManualTicker();
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final List<DeploymentEvent> rows = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final AgentListener listener = new AgentListener() {
        @Override
        public void engineConnected(String version) {
            told.add("connected");
        }

        @Override
        public void engineUnavailable(String reason, Duration retryIn) {
            told.add(reason);
        }

        @Override
        public void engineClock(Duration ahead) {
            if (!ahead.isZero()) {
                told.add("ahead " + ahead);
            }
        }

        @Override
        public void engineLimited(List<String> limitations) {
            told.addAll(limitations);
        }

        @Override
        public void changeUnreadable(String reason) {
            told.add("unreadable " + reason);
        }

        @Override
        public void imageUnknown(String container, String reason) {
            told.add("no image of " + container);
        }

        @Override
        public void changesMissed(Instant from, Instant to) {
            told.add("missed " + from + " to " + to);
        }
    };

    private ServiceCatalog catalog = ServiceCatalog.everyContainer();
    private Instant now = START;
    private EngineEventWatcher follower = process();

    // ---- the first connection

    @ParameterizedTest
    @EnumSource(names = {"CHANGES", "HISTORY", "LIST", "PING"})
    void whatIsCreatedWhileTheFirstConnectionFailsGetsItsRow(Request failing) throws Exception {
        engine.put(container(1, "old", START.minusSeconds(60)));
        front.failing(failing, Reason.UNAVAILABLE);
        Duration first = follower.step().orElseThrow();
        pass(first);
        create(container(2, "stays", now));
        ContainerSnapshot job = container(3, "job", now);
        create(job);
        engine.remove(job.id());
        pass(follower.step().orElseThrow());
        pass(follower.step().orElseThrow());
        front.answering(failing);
        pass(follower.step().orElseThrow());
        follower.step();
        assertThat(services()).containsExactlyInAnyOrder("stays", "job");
        assertThat(told).filteredOn(text -> text.startsWith("missed")).isEmpty();
    }

    // ---- its clock

    @Test
    void howFarItsClockIsAheadIsToldAtEachLook() throws Exception {
        front.clockAhead(Duration.ofMinutes(3));
        follower.step();
        front.clockAhead(Duration.ofMinutes(-3));
        pass(LOOK);
        follower.step();
        assertThat(told).containsExactly("ahead PT3M", "connected", "ahead PT-3M");
    }

    // ---- events that are not told

    @Test
    void anEngineThatTellsNoChangesIsLookedAtAsOftenAsItIsSampled() throws Exception {
        front.mute("events are refused");
        follower.step();
        assertThat(told).containsExactly("connected", "events are refused");
        for (int i = 1; i <= 3; i++) {
            engine.put(container(i, "web" + i, now));
            pass(INTERVAL);
            follower.step();
            assertThat(services()).hasSize(i);
        }
        assertThat(engine.connections())
                .as("not asked for its changes at each look")
                .isEqualTo(1);
        pass(LOOK);
        follower.step();
        assertThat(engine.connections()).as("but now and then").isEqualTo(2);
        engine.endStreams("cut");
        pass(follower.step().orElseThrow());
        follower.step();
        assertThat(told).filteredOn(text -> text.startsWith("missed")).isEmpty();
    }

    @Test
    void aChangeThatCannotBeReadBringsALook() throws Exception {
        follower.step();
        engine.put(container(1, "web", now.plusSeconds(1)));
        engine.tellUnreadable("an event is not JSON");
        Duration wait = follower.step().orElseThrow();
        assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(5));
        pass(wait);
        follower.step();
        assertThat(services()).containsExactly("web");
        assertThat(told).containsExactly("connected", "unreadable an event is not JSON");
    }

    // ---- looks and gaps

    @Test
    void aLookThatFailsLeavesALivingStreamAlone() throws Exception {
        follower.step();
        front.failing(Request.HISTORY, Reason.LATE);
        create(container(1, "web", now.plusSeconds(1)));
        follower.step();
        pass(LOOK);
        Duration retry = follower.step().orElseThrow();
        assertThat(retry).isLessThan(Duration.ofMinutes(1));
        create(container(2, "api", now.plusSeconds(1)));
        follower.step();
        assertThat(services()).containsExactly("web", "api");
        front.answering(Request.HISTORY);
        pass(retry);
        follower.step();
        assertThat(engine.connections()).isEqualTo(1);
        assertThat(told).containsExactly("connected", "HISTORY fails", "connected");
    }

    @Test
    void aStreamThatLivedUntilAMomentAgoLeavesNoGap() throws Exception {
        engine.remember(event(Kind.UPDATED, container(9, "old", START.minusSeconds(9))));
        follower.step();
        pass(Duration.ofMinutes(4));
        engine.endStreams("cut");
        engine.forget().remember(event(Kind.REMOVED, container(8, "noise", now.minusSeconds(1))));
        pass(follower.step().orElseThrow());
        follower.step();
        assertThat(told).containsExactly("connected", "cut", "connected");
        pass(Duration.ofMinutes(4));
        engine.forget().remember(event(Kind.REMOVED, container(8, "noise", now.minusSeconds(5))));
        follower.close();
        follower = process();
        follower.step();
        assertThat(told).containsExactly("connected", "cut", "connected", "connected");
    }

    // ---- images

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

    // ---- who is whose

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

    // ---- helpers

    private void pass(Duration time) {
        ticker.advance(time);
        now = now.plus(time);
        engine.time(now);
    }

    private EngineEventWatcher process() {
        return TelemetryAgent.builder(front, rows::add, status -> true)
                .catalog(catalog)
                .outbox(DeploymentOutbox.open(memory, told::add))
                .statusInterval(INTERVAL)
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .listener(listener)
                .follower(() -> {}, asker -> {});
    }

    private void create(ContainerSnapshot container) {
        engine.put(container);
        engine.tell(event(Kind.CREATED, container));
    }

    private List<String> services() {
        return rows.stream().map(DeploymentEvent::service).toList();
    }

    private static ContainerChange event(Kind kind, ContainerSnapshot container) {
        return new ContainerChange(container.id(), kind, container.createdAt().plusMillis(5), attributes(container));
    }

    /** As an engine tells them: its own in the place of labels of the same names. */
    private static Map<String, String> attributes(ContainerSnapshot container) {
        Map<String, String> attributes = new HashMap<>(container.labels());
        attributes.put("name", container.name());
        attributes.put("image", container.image());
        return attributes;
    }

    private static ContainerSnapshot container(int number, String name, Instant createdAt) {
        return SampleContainer.of(number, name).createdAt(createdAt).build();
    }
}
