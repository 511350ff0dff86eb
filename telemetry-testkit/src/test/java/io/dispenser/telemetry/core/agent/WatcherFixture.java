package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An engine whose containers and events a test sets, an agent that watches it, and the rows that follow. */
abstract class WatcherFixture {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration LOOK = Duration.ofMinutes(5);

    final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    final ManualTicker ticker = new ManualTicker();
    final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    final List<DeploymentEvent> rows = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final AgentListener listener = new AgentListener() {
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

    ServiceCatalog catalog = ServiceCatalog.everyContainer();
    EngineEventWatcher follower = process();

    EngineEventWatcher process() {
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .catalog(catalog)
                .outbox(DeploymentOutbox.open(memory, told::add))
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .listener(listener)
                .follower(() -> {}, asker -> {});
    }

    void restart() throws Exception {
        follower.close();
        follower = process();
        follower.step();
    }

    void create(ContainerSnapshot container) {
        engine.put(container);
        engine.tell(event(Kind.CREATED, container));
    }

    List<Integer> ids() {
        return rows.stream().map(row -> Integer.parseInt(row.containerId(), 16)).toList();
    }

    /** Five milliseconds after the creation, as an engine tells of it. */
    static ContainerChange event(Kind kind, ContainerSnapshot container) {
        return new ContainerChange(container.id(), kind, container.createdAt().plusMillis(5), attributes(container));
    }

    static Map<String, String> attributes(ContainerSnapshot container) {
        return Map.of("name", container.name(), "image", container.image());
    }

    static ContainerSnapshot container(int number, String name, Instant createdAt) {
        return SampleContainer.of(number, name).createdAt(createdAt).build();
    }
}
