package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedDeploymentsTest {

    private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00.123456Z");

    @Test
    void aRowIsKnownByItsContainerAndTimeWhateverItsTrigger() {
        DeploymentEvent row = row("a", CREATED.plusMillis(5), TriggerType.IMAGE_UPDATE);
        assertThat(absent(row, row("a", row.timestamp(), TriggerType.STARTUP))).isEmpty();
        assertThat(absent(row, row("b", row.timestamp(), TriggerType.STARTUP))).containsExactly(row);
        DeploymentEvent restart = row("a", CREATED.plusSeconds(30), TriggerType.MANUAL_RELOAD);
        assertThat(absent(restart, row("a", restart.timestamp().plusNanos(1000), TriggerType.MANUAL_RELOAD)))
                .containsExactly(restart);
    }

    @Test
    void aTableThatWasRoundedToMillisecondsIsRecognised() {
        DeploymentEvent restart = row("a", CREATED.plusSeconds(30), TriggerType.MANUAL_RELOAD);
        for (String rounded : List.of("2026-03-01T12:00:30.123Z", "2026-03-01T12:00:30.124Z")) {
            assertThat(absent(restart, row("a", Instant.parse(rounded), TriggerType.MANUAL_RELOAD)))
                    .isEmpty();
        }
        assertThat(absent(restart, row("a", Instant.parse("2026-03-01T12:00:30.122Z"), TriggerType.MANUAL_RELOAD)))
                .hasSize(1);
    }

    @Test
    void aCreationIsTheSameByEventAndByLook() {
        for (TriggerType trigger : TriggerType.values()) {
            DeploymentEvent found = row("a", CREATED, trigger);
            assertThat(absent(found, row("a", CREATED.plusSeconds(2), trigger))).isEmpty();
            assertThat(absent(found, row("a", CREATED.plusSeconds(61), trigger)))
                    .containsExactly(found);
        }
        DeploymentEvent heard = row("a", CREATED.plusSeconds(2), TriggerType.STARTUP);
        assertThat(absent(heard, row("a", CREATED, TriggerType.CRON))).isEmpty();
        assertThat(absent(heard, row("a", CREATED.plusSeconds(1), TriggerType.CRON)))
                .as("a report, for instance")
                .containsExactly(heard);
    }

    @Test
    void anUpdateOrARestartIsNeverTakenForACreation() {
        DeploymentEvent restart = row("a", CREATED.plusSeconds(2), TriggerType.MANUAL_RELOAD);
        assertThat(absent(restart, row("a", CREATED, TriggerType.STARTUP))).containsExactly(restart);
    }

    @Test
    void whatIsCertainIsNotTakenForACreation() {
        DeploymentEvent creation = row("a", CREATED, TriggerType.STARTUP);
        DeploymentEvent restart = row("a", CREATED.plusSeconds(2), TriggerType.MANUAL_RELOAD);
        RecordedDeployments recorded = new RecordedDeployments(List.of(RecordedDeployment.of(restart)));
        assertThat(recorded.absent(List.of(creation, restart))).containsExactly(creation);
    }

    @Test
    void askingBeginsEarlyEnoughToFindEachWayOfTellingIt() {
        for (TriggerType trigger : TriggerType.values()) {
            assertThat(RecordedDeployments.earliest(row("a", CREATED, trigger))).isBefore(CREATED);
        }
        assertThat(RecordedDeployments.earliest(row("a", CREATED.plusSeconds(2), TriggerType.STARTUP)))
                .isBefore(CREATED);
        assertThat(RecordedDeployments.earliest(row("a", CREATED.plusSeconds(9999), TriggerType.MANUAL_RELOAD)))
                .as("not from the container's creation on")
                .isAfter(CREATED.plusSeconds(9998));
    }

    private static List<DeploymentEvent> absent(DeploymentEvent row, DeploymentEvent recorded) {
        return new RecordedDeployments(List.of(RecordedDeployment.of(recorded))).absent(List.of(row));
    }

    private static DeploymentEvent row(String containerId, Instant at, TriggerType trigger) {
        return new DeploymentEvent(
                at,
                "web",
                "shop/api:1",
                "",
                0,
                containerId,
                CREATED,
                trigger,
                "1",
                RestartPolicy.NO,
                null,
                null,
                false,
                null,
                0,
                0,
                0);
    }
}
