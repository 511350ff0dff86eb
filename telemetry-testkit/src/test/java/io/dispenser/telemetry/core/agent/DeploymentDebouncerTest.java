package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.deployment.Deployment;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeploymentDebouncerTest {

    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration QUIET = Duration.ofSeconds(5);

    private static final List<TriggerType> TRIGGERS = List.of(TriggerType.values());

    /** The sample of this number has this trigger. */
    private static final int STARTUP = TRIGGERS.indexOf(TriggerType.STARTUP);

    private static final int CRON = TRIGGERS.indexOf(TriggerType.CRON);
    private static final int UPDATE = TRIGGERS.indexOf(TriggerType.IMAGE_UPDATE);
    private static final int RELOAD = TRIGGERS.indexOf(TriggerType.MANUAL_RELOAD);

    private final ManualTicker ticker = new ManualTicker();
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final List<DeploymentEvent> recorded = new ArrayList<>();
    private boolean accepting = true;
    private final DeploymentDebouncer debouncer = new DeploymentDebouncer(
            DeploymentOutbox.open(memory, problem -> {}),
            row -> accepting && recorded.add(row),
            new PastDeployments(null, AgentListener.NONE, Instant.MIN),
            ticker,
            QUIET);

    @Test
    void aDecidedRowIsRecordedAtOnceAndAnOpenOneWhenItIsQuiet() throws Exception {
        take(STARTUP, true, false);
        take(CRON, false, false);
        take(UPDATE, true, false);
        assertThat(advance()).isEqualTo(QUIET);
        assertThat(recorded)
                .extracting(DeploymentEvent::trigger)
                .containsExactly(TriggerType.STARTUP, TriggerType.CRON);
        assertThat(memory.load().orElseThrow().rows()).containsExactly(SampleEvents.deployment(UPDATE));
        ticker.advance(QUIET);
        advance();
        assertThat(recorded).hasSize(3);
        assertThat(memory.load().orElseThrow().rows()).isEmpty();
    }

    @Test
    void aSeriesGoesOnAsLongAsItIsNotQuietButNotForEver() throws Exception {
        take(RELOAD, true, true);
        for (int i = 0; i < 11; i++) {
            ticker.advance(QUIET.minusMillis(1));
            take(UPDATE, true, false);
            advance();
            assertThat(recorded).isEmpty();
        }
        ticker.advance(QUIET.minusMillis(1));
        take(UPDATE, true, false);
        ticker.advance(QUIET.minusMillis(1));
        advance();
        assertThat(recorded).isNotEmpty();
    }

    @Test
    void everythingTogetherIsAStart() throws Exception {
        take(RELOAD, true, true);
        take(UPDATE, true, false);
        ticker.advance(QUIET);
        debouncer.advance(DeploymentDebouncerTest::trackerState);
        assertThat(recorded).extracting(DeploymentEvent::trigger).containsOnly(TriggerType.STARTUP);
    }

    @Test
    void aRecorderThatRefusesIsAskedAgainAndTheRowIsKept() throws Exception {
        accepting = false;
        take(CRON, false, false);
        assertThat(advance()).isEqualTo(Duration.ofSeconds(1));
        assertThat(memory.load().orElseThrow().rows()).hasSize(1);
        accepting = true;
        advance();
        assertThat(recorded).hasSize(1);
    }

    @Test
    void theEndHandsOverWhatWaited() throws Exception {
        take(RELOAD, true, true);
        advance();
        debouncer.close(DeploymentDebouncerTest::trackerState);
        assertThat(recorded).hasSize(1);
    }

    @Test
    void rowsOfAnEarlierProcessAreRecordedAsTheyAre() {
        debouncer.takeOver(SampleEvents.deployments(0, 3));
        advance();
        assertThat(recorded).isEqualTo(SampleEvents.deployments(0, 3));
    }

    private void take(int number, boolean open, boolean unchanged) {
        debouncer.take(
                new Deployment(SampleEvents.deployment(number), open, unchanged),
                () -> Set.of("service-" + RELOAD, "service-" + UPDATE));
    }

    private Duration advance() {
        return debouncer.advance(DeploymentDebouncerTest::trackerState);
    }

    private static TrackerState trackerState(List<DeploymentEvent> rows) {
        return new TrackerState("engine", null, TIME, TIME, List.of(), List.of(), rows);
    }
}
