package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.RestrictedEngine;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine that can be kept from answering, an agent that watches it, and what the agent tells and records. */
abstract class LimitedEngineFixture {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration LOOK = Duration.ofMinutes(5);
    static final Duration INTERVAL = Duration.ofSeconds(20);

    final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    final RestrictedEngine front = new RestrictedEngine(engine);
    final ManualTicker ticker = new ManualTicker();
    final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    final List<DeploymentEvent> rows = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final AgentListener listener = new AgentListener() {
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

    ServiceCatalog catalog = ServiceCatalog.everyContainer();
    Instant now = START;
    EngineEventWatcher follower = process();

    void pass(Duration time) {
        ticker.advance(time);
        now = now.plus(time);
        engine.time(now);
    }

    EngineEventWatcher process() {
        return TelemetryAgent.builder(front, rows::add, status -> true)
                .catalog(catalog)
                .outbox(DeploymentOutbox.open(memory, told::add))
                .statusInterval(INTERVAL)
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .listener(listener)
                .follower(() -> {}, asker -> {});
    }

    void create(ContainerSnapshot container) {
        engine.put(container);
        engine.tell(event(Kind.CREATED, container));
    }

    List<String> services() {
        return rows.stream().map(DeploymentEvent::service).toList();
    }

    static ContainerChange event(Kind kind, ContainerSnapshot container) {
        return new ContainerChange(container.id(), kind, container.createdAt().plusMillis(5), attributes(container));
    }

    /** As an engine tells them: its own in the place of labels of the same names. */
    static Map<String, String> attributes(ContainerSnapshot container) {
        Map<String, String> attributes = new HashMap<>(container.labels());
        attributes.put("name", container.name());
        attributes.put("image", container.image());
        return attributes;
    }

    static ContainerSnapshot container(int number, String name, Instant createdAt) {
        return SampleContainer.of(number, name).createdAt(createdAt).build();
    }
}
