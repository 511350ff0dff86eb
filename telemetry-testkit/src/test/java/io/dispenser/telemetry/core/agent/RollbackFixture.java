package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
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

/** An agent whose state is put back to an older copy, and a table that may know better. */
abstract class RollbackFixture {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration LOOK = Duration.ofMinutes(5);

    final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    final ManualTicker ticker = new ManualTicker();
    final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    final ScriptedHistory history = new ScriptedHistory();
    final List<DeploymentEvent> rows = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final AgentListener listener = new AgentListener() {
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

    Instant now = START;
    Worker.@Nullable Step question;
    EngineEventWatcher follower = process();

    @Nullable
    TrackerState backup;

    @BeforeEach
    void aContainerIsKnownAndTheEngineRemembersTheTimeBefore() throws Exception {
        engine.remember(event(Kind.CREATED, container(99, "early", START.minusSeconds(99))));
        engine.put(container(1, "web", START.minusSeconds(60)));
        follower.step();
    }

    /** A bit of everything, of which the stream tells. */
    void happen() throws Exception {
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

    void update(long memory, Instant at) {
        ContainerSnapshot updated = SampleContainer.of(1, "web")
                .createdAt(START.minusSeconds(60))
                .limits(memory, 0)
                .build();
        engine.put(updated);
        engine.tell(new ContainerChange(updated.id(), Kind.UPDATED, at, attributes(updated)));
        now = at.plusSeconds(1);
        engine.time(now);
    }

    void look(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            ticker.advance(LOOK);
            now = now.plus(LOOK);
            engine.time(now);
            follower.step();
        }
    }

    void backup() throws Exception {
        backup = memory.load().orElseThrow();
    }

    /** All rows so far reach the table. */
    void deliver() {
        history.record(rows);
    }

    void putBack() throws Exception {
        follower.close();
        memory.store(Optional.ofNullable(backup).orElseThrow());
        follower = process();
        follower.step();
    }

    void restart() throws Exception {
        follower.close();
        follower = process();
        follower.step();
    }

    /** The question that waits is asked, and the follower hears of the answer. */
    void answer() throws Exception {
        assertThat(question().step()).isEmpty();
        question = null;
        follower.step();
    }

    Worker.Step question() {
        return Optional.ofNullable(question).orElseThrow();
    }

    EngineEventWatcher process() {
        question = null;
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .outbox(DeploymentOutbox.open(memory, told::add))
                .history(history)
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .listener(listener)
                .follower(() -> {}, asked -> question = asked);
    }

    void create(ContainerSnapshot container) {
        engine.put(container);
        engine.tell(event(Kind.CREATED, container));
    }

    static ContainerChange event(Kind kind, ContainerSnapshot container) {
        return new ContainerChange(container.id(), kind, container.createdAt().plusMillis(5), attributes(container));
    }

    static ContainerChange change(Kind kind, ContainerSnapshot container, long second) {
        return new ContainerChange(container.id(), kind, START.plusSeconds(second), attributes(container));
    }

    static Map<String, String> attributes(ContainerSnapshot container) {
        return Map.of("name", container.name(), "image", container.image());
    }

    static ContainerSnapshot container(int number, String name, Instant createdAt) {
        return SampleContainer.of(number, name).createdAt(createdAt).build();
    }
}
