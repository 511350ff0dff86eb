package io.dispenser.telemetry.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.agent.TelemetryAgent;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.SampleContainer;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole agent in a test, with the engine and the tables swapped for fakes. */
@Timeout(60)
class SwappedAdaptersTest {

    @Test
    void anAgentObservesAFakeEngineIntoATableThatFailsAtFirst() throws Exception {
        CountDownLatch sampled = new CountDownLatch(1);

        // docs: swapping adapters
        FakeContainerEngine engine =
                new FakeContainerEngine().put(SampleContainer.of(1, "web").build());
        ScriptedSink<DeploymentEvent> deployments = new ScriptedSink<>();
        ScriptedSink<ContainerStatusEvent> statuses = new ScriptedSink<ContainerStatusEvent>().failAfterSuccess(1);
        try (var deploymentPipeline = TelemetryPipeline.builder(TelemetryTables.DEPLOYMENTS, deployments)
                        .start();
                var statusPipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, statuses)
                        .start();
                var agent = TelemetryAgent.builder(engine, deploymentPipeline, statusPipeline)
                        .listener(samplesTo(sampled))
                        .start()) {
            sampled.await();
        }
        assertThat(statuses.events()).extracting(ContainerStatusEvent::state).containsExactly(ContainerState.RUNNING);
        // docs: end

        assertThat(statuses.attempts()).hasSize(2);
    }

    private static AgentListener samplesTo(CountDownLatch latch) {
        return new AgentListener() {
            @Override
            public void sampled(int rows) {
                latch.countDown();
            }
        };
    }
}
