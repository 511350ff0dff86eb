package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.core.time.Worker;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import io.dispenser.telemetry.testkit.ScriptedHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tracker's state is put back, as from a backup, while the table is not: what was recorded since is found again and is
 * not recorded again, and nothing else is missed.
 */
class TrackerRollbackTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LOOK = Duration.ofMinutes(5);

    private final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    private final ManualTicker ticker = new ManualTicker();
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final ScriptedHistory history = new ScriptedHistory();
    private final List<DeploymentEvent> rows = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final AgentListener listener = new AgentListener() {
        @Override
        public void alreadyRecorded(int deployments) {
            told.add("recorded already: " + deployments);
        }

        @Override
        public void historyUnavailable(String reason, Duration retryIn) {
            told.add(reason);
        }

        @Override
        public void historyUnknown(int deployments, String reason) {
            told.add(deployments + " may be twice: " + reason);
        }
    };

    private Instant now = START;
    private Worker.@Nullable Step question;
    private EngineEventWatcher follower = process();
    private @Nullable TrackerState backup;

    @BeforeEach
    void aContainerIsKnownAndTheEngineRemembersTheTimeBefore() throws Exception {
        engine.remember(event(Kind.CREATED, container(99, "early", START.minusSeconds(99))));
        engine.put(container(1, "web", START.minusSeconds(60)));
        follower.step();
    }

    @Test
    void anOrdinaryRestartAsksNobody() throws Exception {
        happen();
        int before = rows.size();
        restart();
        assertThat(rows).hasSize(before);
        assertThat(history.questions()).isZero();
    }

    @Test
    void whatTheTableHasIsNotWrittenAgainAndWhatItLacksIs() throws Exception {
        backup();
        happen();
        List<DeploymentEvent> before = List.copyOf(rows);
        deliver();
        follower.close();
        // Meanwhile, too.
        create(container(7, "new", START.plusSeconds(50)));
        engine.put(container(8, "unheard", START.plusSeconds(51)));
        ContainerSnapshot job = container(9, "job", START.plusSeconds(52));
        engine.remember(event(Kind.CREATED, job));
        engine.remember(change(Kind.RESTARTED, container(1, "web", START), 53));
        engine.remember(change(Kind.UPDATED, container(1, "web", START), 54));
        engine.time(START.plusSeconds(60));
        putBack();
        assertThat(rows).as("nothing before the table is asked").isEqualTo(before);
        answer();
        assertThat(history.questions()).isEqualTo(1);
        assertThat(rows).startsWith(before.toArray(DeploymentEvent[]::new)).hasSize(before.size() + 5);
        assertThat(rows.stream().map(row -> row.containerId() + row.timestamp()))
                .doesNotHaveDuplicates();
        assertThat(told).containsExactly("recorded already: " + before.size());
        restart();
        assertThat(rows).hasSize(before.size() + 5);
        assertThat(memory.load().orElseThrow().rows()).isEmpty();
        assertThat(history.questions()).isEqualTo(1);
    }

    @Test
    void aCreationThatWasToldAndIsFoundByLookingIsTheSame() throws Exception {
        backup();
        create(container(2, "api", START.plusSeconds(5)));
        follower.step();
        deliver();
        engine.forget().time(START.plusSeconds(9));
        putBack();
        answer();
        assertThat(rows).hasSize(1);
    }

    @Test
    void aCreationThatWasFoundByLookingAndIsToldIsTheSame() throws Exception {
        backup();
        ContainerSnapshot api = container(2, "api", START.plusSeconds(5));
        engine.put(api).time(START.plus(LOOK));
        ticker.advance(LOOK);
        follower.step();
        assertThat(rows).hasSize(1);
        deliver();
        engine.remember(event(Kind.CREATED, api));
        putBack();
        answer();
        assertThat(rows).hasSize(1);
    }

    @Test
    void storedRowsOfAnOlderStateAreAskedForAndWhatIsLackingIsRecordedAsItIs() throws Exception {
        DeploymentOutbox.open(memory, told::add);
        create(container(2, "api", START.plusSeconds(5)));
        create(container(3, "db", START.plusSeconds(6)));
        follower.step();
        List<DeploymentEvent> both = List.copyOf(rows);
        TrackerState now = memory.load().orElseThrow();
        backup = now.withRows(both);
        rows.clear();
        history.record(both.subList(0, 1));
        putBack();
        answer();
        assertThat(rows).isEqualTo(both.subList(1, 2));
    }

    @Test
    void whileTheTableIsAwayTheyWaitDurablyAndNothingElseDoes() throws Exception {
        backup();
        happen();
        int before = rows.size();
        deliver();
        create(container(7, "new", START.plusSeconds(50)));
        history.away();
        engine.time(START.plusSeconds(60));
        putBack();
        for (int i = 0; i < 5; i++) {
            assertThat(question().step()).isPresent();
        }
        create(container(8, "later", START.plusSeconds(70)));
        follower.step();
        assertThat(rows).as("only what happens now").hasSize(before + 1);
        int waiting = before + 1;
        assertThat(memory.load().orElseThrow().rows()).hasSize(waiting);
        restart(); // still waiting
        assertThat(rows).hasSize(before + 1);
        assertThat(memory.load().orElseThrow().rows()).hasSize(waiting);
        history.back();
        answer();
        assertThat(rows)
                .hasSize(before + 2)
                .extracting(row -> Integer.parseInt(row.containerId(), 16))
                .endsWith(8, 7);
        assertThat(told).contains("the test's table is away", "recorded already: " + before);
        assertThat(memory.load().orElseThrow().rows()).isEmpty();
    }

    @Test
    void whoCanNotBeAskedAtAllLetsThemOutWithOneWarning() throws Exception {
        for (int i = 0; i < 2; i++) {
            backup();
            create(container(2 + i, "api" + i, START.plusSeconds(5 + 10 * i)));
            follower.step();
            deliver();
            ScriptedHistory unused = i == 0 ? history.refused() : history.broken();
            engine.time(START.plusSeconds(9 + 10 * i));
            putBack();
            answer();
            assertThat(rows).hasSize(2 * (i + 1));
        }
        assertThat(told)
                .containsExactly(
                        "1 may be twice: the test's table is foreign",
                        "1 may be twice: unexpected: java.lang.IllegalStateException: scripted defect");
    }

    @Test
    void whatWasAllCreatedAnewMeanwhileIsAStartOfEverythingAndIsRecordedOnce() throws Exception {
        engine.put(container(2, "api", START.minusSeconds(60)));
        restart();
        backup();
        for (int i = 1; i <= 2; i++) {
            engine.remove(container(i, "", START).id());
            engine.put(container(10 + i, i == 1 ? "web" : "api", START.plusSeconds(20 + i)));
        }
        engine.forget().time(START.plusSeconds(60));
        for (int i = 0; i < 2; i++) {
            putBack();
            assertThat(rows).hasSize(2 * i);
            answer();
            assertThat(rows).hasSize(2).extracting(DeploymentEvent::trigger).containsOnly(TriggerType.STARTUP);
            deliver();
        }
        assertThat(history.questions()).isEqualTo(2);
    }

    // ---- updates that nobody told of

    @Test
    void anUpdateThatTheEngineForgotAndTheTableHasIsTheSame() throws Exception {
        backup();
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        assertThat(rows).hasSize(1);
        deliver();
        engine.forget();
        putBack();
        answer();
        look(3);
        assertThat(rows).hasSize(1);
        assertThat(told).containsExactly("recorded already: 1");
        assertThat(history.questions()).isEqualTo(1);
        restart();
        look(2);
        assertThat(rows).hasSize(1);
        assertThat(history.questions()).isEqualTo(1);
    }

    @Test
    void anotherUpdateSinceIsRecorded() throws Exception {
        backup();
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        deliver();
        update(2 << 20, START.plusSeconds(6));
        engine.forget();
        putBack();
        answer();
        look(3);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).memoryLimit()).isEqualTo("2m");
    }

    @Test
    void anUpdateIsNotMistakenForAnOlderOneAndNeitherForAnythingElse() throws Exception {
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        update(2 << 20, START.plusSeconds(6));
        follower.step();
        deliver();
        engine.time(START.plusSeconds(60));
        look(1);
        update(1 << 20, START.plusSeconds(70)); // as it was once
        engine.forget();
        restart();
        answer();
        look(3);
        assertThat(rows).hasSize(3);
    }

    @Test
    void whileTheTableIsAwayAnUnseenUpdateWaitsEvenOverARestart() throws Exception {
        backup();
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        deliver();
        engine.forget();
        history.away();
        putBack();
        look(3);
        restart();
        look(3);
        assertThat(rows).hasSize(1);
        history.back();
        answer();
        look(2);
        assertThat(rows).hasSize(1);
        assertThat(told).contains("recorded already: 1");
        update(3 << 20, START.plusSeconds(5000));
        look(2);
        assertThat(rows).as("from now on as ever").hasSize(2);
    }

    // ---- helpers

    /** A bit of everything, of which the stream tells. */
    private void happen() throws Exception {
        create(container(2, "api", START.plusSeconds(1)));
        ContainerSnapshot web = container(1, "web", START.minusSeconds(60));
        engine.tell(change(Kind.RESTARTED, web, 2));
        engine.tell(change(Kind.UPDATED, web, 3));
        engine.remove(container(2, "api", START).id());
        engine.tell(change(Kind.REMOVED, container(2, "api", START), 4));
        create(container(3, "api", START.plusSeconds(5)));
        ContainerSnapshot job = container(4, "job", START.plusSeconds(6));
        engine.tell(event(Kind.CREATED, job));
        follower.step();
        engine.time(START.plusSeconds(10));
        assertThat(rows).hasSize(5);
    }

    private void update(long memory, Instant at) {
        ContainerSnapshot updated = SampleContainer.of(1, "web")
                .createdAt(START.minusSeconds(60))
                .limits(memory, 0)
                .build();
        engine.put(updated);
        engine.tell(new ContainerChange(updated.id(), Kind.UPDATED, at, attributes(updated)));
        now = at.plusSeconds(1);
        engine.time(now);
    }

    private void look(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            ticker.advance(LOOK);
            now = now.plus(LOOK);
            engine.time(now);
            follower.step();
        }
    }

    private void backup() throws Exception {
        backup = memory.load().orElseThrow();
    }

    /** All rows so far reach the table. */
    private void deliver() {
        history.record(rows);
    }

    private void putBack() throws Exception {
        follower.close();
        memory.store(Optional.ofNullable(backup).orElseThrow());
        follower = process();
        follower.step();
    }

    private void restart() throws Exception {
        follower.close();
        follower = process();
        follower.step();
    }

    /** The question that waits is asked, and the follower hears of the answer. */
    private void answer() throws Exception {
        assertThat(question().step()).isEmpty();
        question = null;
        follower.step();
    }

    private Worker.Step question() {
        return Optional.ofNullable(question).orElseThrow();
    }

    private EngineEventWatcher process() {
        question = null;
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .outbox(DeploymentOutbox.open(memory, told::add))
                .history(history)
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .listener(listener)
                .follower(() -> {}, asked -> question = asked);
    }

    private void create(ContainerSnapshot container) {
        engine.put(container);
        engine.tell(event(Kind.CREATED, container));
    }

    private static ContainerChange event(Kind kind, ContainerSnapshot container) {
        return new ContainerChange(container.id(), kind, container.createdAt().plusMillis(5), attributes(container));
    }

    private static ContainerChange change(Kind kind, ContainerSnapshot container, long second) {
        return new ContainerChange(container.id(), kind, START.plusSeconds(second), attributes(container));
    }

    private static Map<String, String> attributes(ContainerSnapshot container) {
        return Map.of("name", container.name(), "image", container.image());
    }

    private static ContainerSnapshot container(int number, String name, Instant createdAt) {
        return SampleContainer.of(number, name).createdAt(createdAt).build();
    }
}
