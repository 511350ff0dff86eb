package io.dispenser.telemetry.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.maintenance.MaintenanceReport;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each metric follows what it is named for, read as a registry reads it. */
@Timeout(60)
class MetricsTest {

    private static final Instant NOW =
            SampleEvents.statuses(0, 1).get(0).timestamp().plusSeconds(90);
    private static final double SECONDS = NOW.toEpochMilli() / 1000.0;
    private static final String STATUS = TelemetryTables.STATUS.name();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aPipelinesMetricsAreThoseOfItsHealthAndItsFlushes() throws Exception {
        PipelineMetrics metrics = new PipelineMetrics(List.of(STATUS), () -> NOW);
        ScriptedSink<ContainerStatusEvent> sink = new ScriptedSink<>();
        sink.failForGood(1);
        TelemetryPipeline<ContainerStatusEvent> pipeline = TelemetryPipeline.builder(TelemetryTables.STATUS, sink)
                .flushPolicy(new FlushPolicy(2, Long.MAX_VALUE, Duration.ofHours(1)))
                .listener(metrics)
                .start();
        metrics.bindTo(registry);
        assertThat(value("events.accepted")).as("nobody was named yet").isZero();
        metrics.observe(() -> List.of(pipeline.health()));

        SampleEvents.statuses(0, 2)
                .forEach(event -> assertThat(pipeline.record(event)).isTrue());
        while (value("write.failures") == 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(value("events.accepted")).isEqualTo(2);
        assertThat(value("events.waiting")).isEqualTo(2);
        assertThat(value("events.written")).isZero();
        assertThat(value("oldest.waiting.age")).isEqualTo(90);
        assertThat(value("table.state", "state", "blocked")).isEqualTo(1);
        assertThat(value("table.state", "state", "working")).isZero();
        assertThat(value("last.write.timestamp")).isZero();
        assertThat(value("spool.used")).as("a spool in memory has no bytes").isNaN();

        pipeline.shutdown(Duration.ofSeconds(30));
        assertThat(value("events.written")).isEqualTo(2);
        assertThat(value("events.waiting")).isZero();
        assertThat(value("oldest.waiting.age")).isZero();
        assertThat(value("table.state", "state", "working")).isEqualTo(1);
        assertThat(value("last.write.timestamp")).isEqualTo(SECONDS);
        FunctionTimer flushes =
                registry.get("dispenser.telemetry.flush.duration").functionTimer();
        assertThat(flushes.count()).isEqualTo(1);
        assertThat(flushes.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    @Test
    void anAgentsMetricsFollowItsEngineAndItsSamples() {
        AgentMetrics metrics = new AgentMetrics(() -> NOW);
        metrics.engineConnected("1");
        metrics.bindTo(registry);
        assertThat(value("engine.connected")).isEqualTo(1);
        assertThat(value("engine.connected.since.timestamp")).isEqualTo(SECONDS);

        metrics.engineUnavailable("gone", Duration.ofSeconds(1));
        metrics.sampled(7);
        metrics.sampled(8);
        metrics.sampleFailed("gone");
        metrics.samplesSkipped(3);
        metrics.changesMissed(NOW, NOW);
        assertThat(value("engine.connected")).isZero();
        assertThat(value("engine.connected.since.timestamp")).isZero();
        assertThat(value("engine.connections")).isEqualTo(1);
        assertThat(value("engine.failures")).isEqualTo(1);
        assertThat(value("samples")).isEqualTo(2);
        assertThat(value("sampled.containers")).isEqualTo(15);
        assertThat(value("samples.failed")).isEqualTo(1);
        assertThat(value("samples.skipped")).isEqualTo(3);
        assertThat(value("change.gaps")).isEqualTo(1);
        assertThat(value("last.sample.timestamp")).isEqualTo(SECONDS);
    }

    @Test
    void theAgeOfWhatOthersHandedOverIsThereWhileItLasts() {
        PipelineMetrics metrics = new PipelineMetrics(List.of(STATUS), () -> NOW);
        metrics.bindTo(registry);
        assertThat(value("stranded.age")).isZero();
        metrics.stranded(STATUS, new StrandedBatches(3, 2, Duration.ofMinutes(25), "why"));
        assertThat(value("stranded.age")).isEqualTo(1500);
        metrics.nothingStranded(STATUS);
        assertThat(value("stranded.age")).isZero();
    }

    @Test
    void maintenanceIsCountedForEachTable() {
        MaintenanceMetrics metrics = new MaintenanceMetrics(List.of(STATUS, "other"), () -> NOW);
        metrics.bindTo(registry);
        metrics.maintained(
                STATUS,
                new MaintenanceReport(
                        Optional.of(new ExpiryReport(1, 2, 30, 400, List.of())),
                        new CompactionReport(1, 1, 12, 100, 1, 90, 50, 0, List.of(), List.of()),
                        Optional.of(new VacuumReport(5, 600, 1, Duration.ofDays(1), List.of())),
                        new LogReport(OptionalLong.empty(), 0, 0, Duration.ofDays(1), 0, List.of())));
        metrics.maintenanceFailed("other", "why", Duration.ofHours(1));
        assertThat(value("maintenance.rounds", "table", STATUS)).isEqualTo(1);
        assertThat(value("maintenance.rounds", "table", "other")).isZero();
        assertThat(value("maintenance.failures", "table", "other")).isEqualTo(1);
        assertThat(value("compacted.files", "table", STATUS)).isEqualTo(12);
        assertThat(value("vacuumed.files", "table", STATUS)).isEqualTo(5);
        assertThat(value("vacuumed", "table", STATUS)).isEqualTo(600);
        assertThat(value("expired.rows", "table", STATUS)).isEqualTo(30);
        assertThat(value("last.maintenance.timestamp", "table", STATUS)).isEqualTo(SECONDS);
    }

    @Test
    void maintenanceFailsSinceTheFirstFailureUntilSomebodyMaintainsTheTable() {
        Instant[] now = {NOW};
        MaintenanceMetrics metrics = new MaintenanceMetrics(List.of(STATUS), () -> now[0]);
        metrics.bindTo(registry);
        assertThat(value("maintenance.failing.since.timestamp")).isZero();
        metrics.maintenanceFailed(STATUS, "why", Duration.ofHours(1));
        now[0] = NOW.plusSeconds(3600);
        metrics.maintenanceFailed(STATUS, "why", Duration.ofHours(1));
        assertThat(value("maintenance.failing.since.timestamp")).isEqualTo(SECONDS);
        metrics.maintainedByAnother(STATUS);
        assertThat(value("maintenance.failing.since.timestamp")).isZero();
        metrics.maintenanceFailed(STATUS, "why", Duration.ofHours(1));
        assertThat(value("maintenance.failing.since.timestamp")).isEqualTo(SECONDS + 3600);
    }

    @Test
    void intervalsAreThoseThatWereConfiguredLast() {
        IntervalMetrics metrics = new IntervalMetrics(List.of(STATUS));
        metrics.bindTo(registry);
        assertThat(value("status.interval")).isNaN();
        metrics.configured(Duration.ofSeconds(5), Duration.ofMinutes(2), Optional.of(Duration.ofHours(3)));
        assertThat(value("status.interval")).isEqualTo(5);
        assertThat(value("flush.interval", "table", STATUS)).isEqualTo(120);
        assertThat(value("maintenance.interval", "table", STATUS)).isEqualTo(10_800);
        metrics.configured(Duration.ofMillis(500), Duration.ofMinutes(2), Optional.empty());
        assertThat(value("status.interval")).isEqualTo(0.5);
        assertThat(value("maintenance.interval", "table", STATUS))
                .as("there is none")
                .isNaN();
    }

    private double value(String name, String... tags) {
        Meter meter = registry.get("dispenser.telemetry." + name).tags(tags).meter();
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
