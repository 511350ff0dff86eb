package io.dispenser.telemetry.core.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusSamplerTest {

    private static final Instant STARTED = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant NOW = STARTED.plusSeconds(90).plusMillis(900);

    private final FakeContainerEngine engine = new FakeContainerEngine();

    @Test
    void aRowTellsEverythingThatTheInspectionTold() throws Exception {
        engine.put(SampleContainer.of(0xabc, "web")
                .startedAt(STARTED)
                .restarts(4, RestartPolicy.ALWAYS)
                .health(new ContainerHealth(HealthStatus.UNHEALTHY, 3, "connection refused"))
                .build());
        assertThat(sweep())
                .containsExactly(new ContainerStatusEvent(
                        NOW,
                        "web",
                        "000000000000",
                        ContainerState.RUNNING,
                        HealthStatus.UNHEALTHY,
                        null,
                        4,
                        90,
                        3,
                        "connection refused"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NOT_FOUND", "UNKNOWN"},
            mode = EnumSource.Mode.EXCLUDE)
    void uptimeAndExitCodeAreThereOnlyWhereTheStateHasThem(ContainerState state) throws Exception {
        engine.put(SampleContainer.of(1, "web")
                .state(state)
                .startedAt(STARTED)
                .exitCode(137)
                .build());
        ContainerStatusEvent row = sweep().get(0);
        assertThat(row.state()).isEqualTo(state);
        boolean up = List.of("running", "paused", "restarting").contains(state.columnValue());
        assertThat(row.uptimeSeconds()).isEqualTo(up ? 90 : 0);
        boolean ended = List.of("exited", "dead").contains(state.columnValue());
        assertThat(row.exitCode()).isEqualTo(ended ? 137 : null);
    }

    @Test
    void anEngineWhoseClockIsAheadGivesNoNegativeUptime() throws Exception {
        engine.put(SampleContainer.of(1, "web").startedAt(NOW.plusSeconds(5)).build());
        assertThat(sweep().get(0).uptimeSeconds()).isZero();
    }

    @Test
    void aContainerThatDoesNotAnswerIsAnUnknownRowAndTheOthersAreThere() throws Exception {
        engine.put(SampleContainer.of(1, "web").build());
        engine.put(SampleContainer.of(2, "api").build());
        engine.silence(SampleContainer.of(1, "web").build().id());
        assertThat(sweep())
                .extracting(ContainerStatusEvent::service, ContainerStatusEvent::state)
                .containsExactly(tuple("web", ContainerState.UNKNOWN), tuple("api", ContainerState.RUNNING));
        assertThat(sweep().get(0).containerId()).hasSize(12);
    }

    @Test
    void aConfiguredServiceWithoutAContainerIsNotFoundAndStrangersAreLeftOut() throws Exception {
        engine.put(SampleContainer.of(1, "web").build());
        engine.put(SampleContainer.of(2, "stranger").build());
        StatusSampler sampler = new StatusSampler(engine, ServiceCatalog.of(List.of(service("api"), service("web"))));
        List<ContainerStatusEvent> rows = sampler.sweep(NOW);
        assertThat(rows).extracting(ContainerStatusEvent::service).containsExactly("web", "api");
        assertThat(rows.get(1)).isEqualTo(ContainerStatusEvent.ofState(NOW, "api", "", ContainerState.NOT_FOUND));
    }

    @Test
    void anEngineThatCannotBeAskedGivesNoRows() {
        engine.down(true);
        assertThatThrownBy(this::sweep).isInstanceOf(EngineException.class);
    }

    private List<ContainerStatusEvent> sweep() throws Exception {
        return new StatusSampler(engine, ServiceCatalog.everyContainer()).sweep(NOW);
    }

    private static ServiceDefinition service(String name) {
        return new ServiceDefinition(name, null, null, false, null, 0, 0, 0);
    }
}
