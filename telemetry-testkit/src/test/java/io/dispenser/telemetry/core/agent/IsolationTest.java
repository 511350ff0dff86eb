package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.SampleContainer;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A table that is held shut reaches neither the sampling, nor those who record, nor the other table. */
@Timeout(60)
class IsolationTest {

    private static final FlushPolicy EACH_EVENT = new FlushPolicy(1, Long.MAX_VALUE, Duration.ofMinutes(5));

    @Test
    void samplingAndRecordingGoOnWhileTheSinkIsHeldShut() throws Exception {
        FakeContainerEngine engine =
                new FakeContainerEngine().put(SampleContainer.of(1, "web").build());
        ScriptedSink<ContainerStatusEvent> statuses = new ScriptedSink<ContainerStatusEvent>().hang();
        ScriptedSink<DeploymentEvent> deployments = new ScriptedSink<>();
        CountDownLatch samples = new CountDownLatch(50);
        TelemetryPipeline<ContainerStatusEvent> statusPipeline = TelemetryPipeline.builder(
                        TelemetryTables.STATUS, statuses)
                .flushPolicy(EACH_EVENT)
                .start();
        TelemetryPipeline<DeploymentEvent> deploymentPipeline = TelemetryPipeline.builder(
                        TelemetryTables.DEPLOYMENTS, deployments)
                .flushPolicy(EACH_EVENT)
                .start();
        AgentListener counting = new AgentListener() {
            @Override
            public void sampled(int rows) {
                samples.countDown();
            }
        };
        try (TelemetryAgent agent = TelemetryAgent.builder(engine, deploymentPipeline, statusPipeline)
                .statusInterval(Duration.ofMillis(5))
                .listener(counting)
                .start()) {
            samples.await(); // 50 samples, and the first one's row is still not written
            assertThat(deploymentPipeline.record(SampleEvents.deployment(0))).isTrue();
            assertThat(statusPipeline.record(SampleEvents.status(0))).isTrue();
        }
        assertThat(statuses.events()).isEmpty();
        PipelineHealth health = statusPipeline.health();
        assertThat(health.accepted()).isGreaterThanOrEqualTo(51);
        assertThat(health.refused()).isZero();
        assertThat(deploymentPipeline.shutdown(Duration.ofSeconds(30)).isComplete())
                .isTrue();
        assertThat(deployments.events()).hasSize(1);

        statuses.release();
        assertThat(statusPipeline.shutdown(Duration.ofSeconds(30)).isComplete()).isTrue();
        assertThat(statuses.events()).hasSize((int) health.accepted());
    }
}
