package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which host rows are of, also while the engine, who knows its name, is away. */
class HostNameTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeContainerEngine engine =
            new FakeContainerEngine().time(NOW).onHost("engine-1");
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final ManualTicker ticker = new ManualTicker();
    private final List<DeploymentEvent> rows = new ArrayList<>();

    @Test
    void whatIsConfiguredComesBeforeTheEnginesName() {
        assertThat(agent().hostName().get()).isEqualTo("engine-1");
        assertThat(agent().host("web-1").hostName().get()).isEqualTo("web-1");
    }

    @Test
    void anEngineThatIsAwayAtAStartChangesNothing() throws Exception {
        run(agent());
        assertThat(memory.load().orElseThrow().host()).isEqualTo("engine-1");

        engine.down(true);
        HostName later = agent().hostName();
        assertThat(later.get()).isEqualTo("engine-1");

        engine.down(false).onHost("renamed");
        assertThat(later.get()).as("rows of one agent are of one host").isEqualTo("engine-1");
        assertThat(agent().hostName().get()).as("of the next one").isEqualTo("renamed");
    }

    /** The engine comes up after the first row was asked for: the name that was taken then stays, and is remembered. */
    @Test
    void whereNothingIsRememberedItIsThisMachinesAndStaysSo() throws Exception {
        String machine = InetAddress.getLocalHost().getHostName();
        engine.down(true);
        HostName host = agent().hostName();
        assertThat(host.get()).isEqualTo(machine);

        engine.down(false);
        assertThat(host.get()).isEqualTo(machine);
        assertThat(host.known()).isEqualTo(machine);
    }

    @Test
    void anEngineThatDoesNotTellIsAsOneThatIsAway() throws Exception {
        run(agent());

        engine.onHost(" ");

        assertThat(agent().hostName().get()).isEqualTo("engine-1");
    }

    private void run(TelemetryAgent.Builder agent) throws InterruptedException {
        EngineEventWatcher follower = agent.follower(() -> {}, asker -> {});
        follower.step();
        ContainerSnapshot api = SampleContainer.of(1, "api").createdAt(NOW).build();
        engine.put(api);
        engine.tell(new ContainerChange(api.id(), ContainerChange.Kind.CREATED, NOW, Map.of("name", api.name())));
        follower.step();
        follower.close();
        assertThat(rows).extracting(row -> row.origin().host()).containsOnly("engine-1");
    }

    private TelemetryAgent.Builder agent() {
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .outbox(DeploymentOutbox.open(memory, problem -> {}))
                .ticker(ticker);
    }
}
