package io.dispenser.telemetry.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerStatusEventTest {

    private static final Instant NOW = Instant.parse("2026-03-01T23:59:59.999999999Z");

    @Test
    void timestampsAreCutToMicrosecondsAndTheDateIsTheirUtcDay() {
        ContainerStatusEvent event = withOutput(null);
        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-03-01T23:59:59.999999Z"));
        assertThat(event.date()).isEqualTo(LocalDate.of(2026, 3, 1));
    }

    @Test
    void healthOutputIsCutAfter1024Characters() {
        assertThat(withOutput("x".repeat(1024)).lastHealthOutput()).hasSize(1024);
        assertThat(withOutput("x".repeat(1025)).lastHealthOutput()).isEqualTo("x".repeat(1024));
    }

    @Test
    void healthOutputIsNeverCutInsideACodePoint() {
        String whale = "\uD83D\uDC33";
        assertThat(withOutput(whale.repeat(1024)).lastHealthOutput()).isEqualTo(whale.repeat(1024));
        assertThat(withOutput("x" + whale.repeat(1024)).lastHealthOutput()).isEqualTo("x" + whale.repeat(1023));
    }

    @Test
    void aRowOfWhichOnlyTheStateIsKnownClaimsNothingElse() {
        ContainerStatusEvent event = ContainerStatusEvent.ofState(NOW, "web", "", ContainerState.NOT_FOUND);
        assertThat(event.healthStatus()).isEqualTo(HealthStatus.NONE);
        assertThat(event.exitCode()).isNull();
        assertThat(event.restartCount()).isZero();
        assertThat(event.uptimeSeconds()).isZero();
        assertThat(event.failingStreak()).isZero();
        assertThat(event.lastHealthOutput()).isNull();
    }

    private static ContainerStatusEvent withOutput(@Nullable String output) {
        return new ContainerStatusEvent(
                NOW, "web", "0123456789ab", ContainerState.RUNNING, HealthStatus.UNHEALTHY, null, 0, 1, 1, output);
    }
}
