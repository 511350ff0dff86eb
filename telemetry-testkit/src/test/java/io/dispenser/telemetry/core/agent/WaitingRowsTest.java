package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRowsTest {

    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final List<DeploymentEvent> recorded = new ArrayList<>();
    private boolean accepting = true;
    private final WaitingRows waitingRows = new WaitingRows(
            DeploymentOutbox.open(memory, problem -> {}),
            row -> accepting && recorded.add(row),
            new PastDeployments(null, AgentListener.NONE, Instant.MIN));

    @Test
    void aRowIsRecordedAtOnceAndStoredBefore() throws Exception {
        take(1);
        assertThat(advance()).isEqualTo(Duration.ofHours(1));
        assertThat(recorded).containsExactly(SampleEvents.deployment(1));
        assertThat(memory.load().orElseThrow().rows()).isEmpty();
    }

    @Test
    void aRecorderThatRefusesIsAskedAgainAndTheRowIsKept() throws Exception {
        accepting = false;
        take(1);
        assertThat(advance()).isEqualTo(Duration.ofSeconds(1));
        assertThat(memory.load().orElseThrow().rows()).hasSize(1);
        accepting = true;
        advance();
        assertThat(recorded).hasSize(1);
    }

    @Test
    void aRowThatNoTableCanHoldKeepsNoOtherOneBack() throws Exception {
        accepting = false;
        String project = "x".repeat(TelemetryTable.MAX_CHARACTERS);
        waitingRows.take(SampleEvents.deployment(1).with(new Origin("host", project, "web"), null, null, null));
        take(2);
        advance();
        accepting = true;
        advance();
        assertThat(recorded).containsExactly(SampleEvents.deployment(2));
        advance();
        assertThat(memory.load().orElseThrow().rows()).isEmpty();
    }

    @Test
    void theEndHandsOverWhatWaited() throws Exception {
        take(1);
        advance();
        waitingRows.close(WaitingRowsTest::trackerState);
        assertThat(recorded).hasSize(1);
    }

    @Test
    void rowsOfAnEarlierProcessAreRecordedAsTheyAre() {
        waitingRows.takeOver(SampleEvents.deployments(0, 3));
        advance();
        assertThat(recorded).isEqualTo(SampleEvents.deployments(0, 3));
    }

    private void take(int number) {
        waitingRows.take(SampleEvents.deployment(number));
    }

    private Duration advance() {
        return waitingRows.advance(WaitingRowsTest::trackerState);
    }

    private static TrackerState trackerState(List<DeploymentEvent> rows) {
        return new TrackerState("engine", null, TIME, TIME, List.of(), List.of(), rows);
    }
}
