package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One container whose starts, stops and ends a test tells, and the rows that follow from them. */
abstract class StartFixture {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration LOOK = Duration.ofMinutes(5);
    static final String ID = SampleContainer.of(1, "web").build().id();

    final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    final ManualTicker ticker = new ManualTicker();
    final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    final List<DeploymentEvent> rows = new ArrayList<>();
    EngineEventWatcher follower = process();

    void hold() throws Exception {
        follower.step();
        ticker.advance(StartHandler.HOLD);
        follower.step();
    }

    void stop(long second) {
        tell(Kind.ENDED, at(second));
        tell(Kind.STOPPED, at(second).plusMillis(80));
    }

    void start(long second, long ended, int restarts, RestartPolicy policy) {
        running(second, ended, restarts, policy);
        tell(Kind.STARTED, at(second).plusMillis(5));
    }

    void running(long started, @Nullable Number ended, int restarts, RestartPolicy policy) {
        engine.put(container(started, ended, restarts, policy).build());
    }

    static SampleContainer container(long started, @Nullable Number ended, int restarts, RestartPolicy policy) {
        return SampleContainer.of(1, "web")
                .createdAt(at(Math.min(started, 1)).minusMillis(500))
                .startedAt(at(started))
                .finishedAt(ended == null ? null : at(ended.longValue()))
                .restarts(restarts, policy);
    }

    void tell(Kind kind, Instant at) {
        engine.time(at).tell(change(kind, at));
    }

    static ContainerChange change(Kind kind, Instant at) {
        return new ContainerChange(ID, kind, at, Map.of("name", "web", "image", "shop/api:1"));
    }

    static Instant at(long second) {
        return START.plusSeconds(second);
    }

    List<DeploymentAction> actions() {
        return rows.stream().map(DeploymentEvent::action).toList();
    }

    EngineEventWatcher process() {
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .outbox(DeploymentOutbox.open(memory, problem -> {}))
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .follower(() -> {}, asker -> {});
    }
}
