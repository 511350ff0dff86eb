package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process may end between any two lines of these stories. */
class DeploymentOutboxTest {

    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<DeploymentEvent> ROWS = SampleEvents.deployments(0, 3);

    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final List<String> problems = new ArrayList<>();
    private final DeploymentOutbox outbox = DeploymentOutbox.open(memory, problems::add);
    private final Spool<DeploymentEvent> spool = outbox.watch(new MemorySpool<>(TelemetryTables.DEPLOYMENTS, 100));

    @Test
    void aRowIsStoredUntilTheSpoolHasItAndStruckOutBeforeItLeaves() throws Exception {
        outbox.note(trackerState(ROWS));
        assertThat(stored()).containsExactlyElementsOf(ROWS);
        ROWS.forEach(outbox::leaving);
        outbox.flush();
        assertThat(stored()).containsExactlyElementsOf(ROWS);
        spool.append(ROWS.subList(0, 2));
        outbox.flush();
        assertThat(stored()).containsExactly(ROWS.get(2));
        spool.append(ROWS.subList(2, 3));
        assertThat(stored()).as("the spool has it, and that is soon enough").containsExactly(ROWS.get(2));
        spool.seal();
        spool.remove(spool.oldest().orElseThrow());
        assertThat(stored()).isEmpty();
    }

    @Test
    void aRowThatWasRefusedStays() throws Exception {
        outbox.note(trackerState(ROWS));
        outbox.leaving(ROWS.get(0));
        outbox.refused(ROWS.get(0));
        spool.append(ROWS.subList(1, 2));
        outbox.flush();
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(ROWS);
    }

    @Test
    void rowsOfAnEarlierProcessComeBackAndAreStruckOutBeforeTheyLeaveTheSpool() throws Exception {
        outbox.note(trackerState(ROWS));
        // The memory leaves out what lies in the spool; here the test does.
        InMemoryTrackerStateStore filtering = new InMemoryTrackerStateStore();
        filtering.store(trackerState(ROWS.subList(1, 3)));
        DeploymentOutbox next = DeploymentOutbox.open(filtering, problems::add);
        Spool<DeploymentEvent> inner = new MemorySpool<>(TelemetryTables.DEPLOYMENTS, 100);
        inner.append(ROWS.subList(0, 1));
        inner.seal();
        Spool<DeploymentEvent> watched = next.watch(inner);
        assertThat(next.trackerState().orElseThrow().rows()).containsExactlyElementsOf(ROWS.subList(1, 3));
        int before = filtering.stores();
        watched.remove(watched.oldest().orElseThrow());
        assertThat(filtering.stores()).isEqualTo(before + 1);
    }

    @Test
    void aMemoryThatFailsIsToldOnceAndHoldsUpNothing() throws Exception {
        outbox.note(trackerState(List.of()));
        memory.failing(true);
        outbox.note(trackerState(ROWS));
        outbox.note(trackerState(ROWS));
        ROWS.forEach(outbox::leaving);
        spool.append(ROWS);
        spool.seal();
        spool.remove(spool.oldest().orElseThrow());
        assertThat(problems).hasSize(1).first().asString().contains("a restart may write rows again");
        memory.failing(false);
        outbox.flush();
        assertThat(stored()).isEmpty();
        memory.failing(true);
        outbox.note(trackerState(ROWS));
        assertThat(problems).hasSize(2);
    }

    @Test
    void withoutASpoolARowIsDurableWhenItIsAccepted() throws Exception {
        DeploymentOutbox unwatched = DeploymentOutbox.open(memory, problems::add);
        unwatched.note(trackerState(ROWS));
        ROWS.forEach(unwatched::leaving);
        unwatched.flush();
        assertThat(stored()).isEmpty();
    }

    @Test
    void anotherObservationInTheSameProcessTakesOverWhatIsNotOnItsWay() {
        outbox.note(trackerState(ROWS));
        outbox.leaving(ROWS.get(0)); // accepted, and in the spool in a moment
        assertThat(outbox.trackerState().orElseThrow().rows()).containsExactlyElementsOf(ROWS.subList(1, 3));
    }

    @Test
    void aMemoryThatCannotBeReadIsAFirstStart() {
        memory.failing(true);
        assertThat(DeploymentOutbox.open(memory, problems::add).trackerState()).isEmpty();
        assertThat(problems).first().asString().contains("can't be read");
    }

    private List<DeploymentEvent> stored() throws Exception {
        return memory.load().orElseThrow().rows();
    }

    private static TrackerState trackerState(List<DeploymentEvent> rows) {
        return new TrackerState("engine", null, TIME, TIME, List.of(), List.of(), rows);
    }
}
