package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.TrackerKnowledge;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTrackerMemory;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process may end between any two lines of these stories. */
class DeploymentLedgerTest {

    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<DeploymentEvent> ROWS = SampleEvents.deployments(0, 3);

    private final InMemoryTrackerMemory memory = new InMemoryTrackerMemory();
    private final List<String> problems = new ArrayList<>();
    private final DeploymentLedger ledger = DeploymentLedger.open(memory, problems::add);
    private final Spool<DeploymentEvent> spool = ledger.watch(new MemorySpool<>(TelemetryTables.DEPLOYMENTS, 100));

    @Test
    void aRowIsStoredUntilTheSpoolHasItAndStruckOutBeforeItLeaves() throws Exception {
        ledger.note(knowledge(ROWS));
        assertThat(stored()).containsExactlyElementsOf(ROWS);
        ROWS.forEach(ledger::leaving);
        ledger.settle();
        assertThat(stored()).containsExactlyElementsOf(ROWS);
        spool.append(ROWS.subList(0, 2));
        ledger.settle();
        assertThat(stored()).containsExactly(ROWS.get(2));
        spool.append(ROWS.subList(2, 3));
        assertThat(stored()).as("the spool has it, and that is soon enough").containsExactly(ROWS.get(2));
        spool.seal();
        spool.remove(spool.oldest().orElseThrow());
        assertThat(stored()).isEmpty();
    }

    @Test
    void aRowThatWasRefusedStays() throws Exception {
        ledger.note(knowledge(ROWS));
        ledger.leaving(ROWS.get(0));
        ledger.refused(ROWS.get(0));
        spool.append(ROWS.subList(1, 2));
        ledger.settle();
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(ROWS);
    }

    @Test
    void rowsOfAnEarlierProcessComeBackAndAreStruckOutBeforeTheyLeaveTheSpool() throws Exception {
        ledger.note(knowledge(ROWS));
        // The memory leaves out what lies in the spool; here the test does.
        InMemoryTrackerMemory filtering = new InMemoryTrackerMemory();
        filtering.store(knowledge(ROWS.subList(1, 3)));
        DeploymentLedger next = DeploymentLedger.open(filtering, problems::add);
        Spool<DeploymentEvent> inner = new MemorySpool<>(TelemetryTables.DEPLOYMENTS, 100);
        inner.append(ROWS.subList(0, 1));
        inner.seal();
        Spool<DeploymentEvent> watched = next.watch(inner);
        assertThat(next.knowledge().orElseThrow().rows()).containsExactlyElementsOf(ROWS.subList(1, 3));
        int before = filtering.stores();
        watched.remove(watched.oldest().orElseThrow());
        assertThat(filtering.stores()).isEqualTo(before + 1);
    }

    @Test
    void aMemoryThatFailsIsToldOnceAndHoldsUpNothing() throws Exception {
        ledger.note(knowledge(List.of()));
        memory.failing(true);
        ledger.note(knowledge(ROWS));
        ledger.note(knowledge(ROWS));
        ROWS.forEach(ledger::leaving);
        spool.append(ROWS);
        spool.seal();
        spool.remove(spool.oldest().orElseThrow());
        assertThat(problems).hasSize(1).first().asString().contains("a restart may write rows again");
        memory.failing(false);
        ledger.settle();
        assertThat(stored()).isEmpty();
        memory.failing(true);
        ledger.note(knowledge(ROWS));
        assertThat(problems).hasSize(2);
    }

    @Test
    void withoutASpoolARowIsDurableWhenItIsAccepted() throws Exception {
        DeploymentLedger unwatched = DeploymentLedger.open(memory, problems::add);
        unwatched.note(knowledge(ROWS));
        ROWS.forEach(unwatched::leaving);
        unwatched.settle();
        assertThat(stored()).isEmpty();
    }

    @Test
    void anotherObservationInTheSameProcessTakesOverWhatIsNotOnItsWay() {
        ledger.note(knowledge(ROWS));
        ledger.leaving(ROWS.get(0)); // accepted, and in the spool in a moment
        assertThat(ledger.knowledge().orElseThrow().rows()).containsExactlyElementsOf(ROWS.subList(1, 3));
    }

    @Test
    void aMemoryThatCannotBeReadIsAFirstStart() {
        memory.failing(true);
        assertThat(DeploymentLedger.open(memory, problems::add).knowledge()).isEmpty();
        assertThat(problems).first().asString().contains("can't be read");
    }

    private List<DeploymentEvent> stored() throws Exception {
        return memory.load().orElseThrow().rows();
    }

    private static TrackerKnowledge knowledge(List<DeploymentEvent> rows) {
        return new TrackerKnowledge("engine", TIME, TIME, List.of(), List.of(), rows);
    }
}
