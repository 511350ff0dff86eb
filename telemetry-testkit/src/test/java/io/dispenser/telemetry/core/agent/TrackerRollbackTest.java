package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.ScriptedHistory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tracker's state is put back, as from a backup, while the table is not: what was recorded since is found again and is
 * not recorded again, and nothing else is missed.
 */
class TrackerRollbackTest extends RollbackFixture {

    @Test
    void anOrdinaryRestartAsksNobody() throws Exception {
        happen();
        int before = rows.size();
        restart();
        assertThat(rows).hasSize(before);
        assertThat(history.questions()).isZero();
    }

    @Test
    void whatTheTableHasIsNotWrittenAgainAndWhatItLacksIs() throws Exception {
        backup();
        happen();
        List<DeploymentEvent> before = List.copyOf(rows);
        deliver();
        follower.close();
        // Meanwhile, too.
        create(container(7, "new", START.plusSeconds(50)));
        engine.put(container(8, "unheard", START.plusSeconds(51)));
        ContainerSnapshot job = container(9, "job", START.plusSeconds(52));
        engine.remember(event(Kind.CREATED, job));
        engine.remember(change(Kind.RESTARTED, container(1, "web", START), 53));
        engine.remember(change(Kind.UPDATED, container(1, "web", START), 54));
        engine.time(START.plusSeconds(60));
        putBack();
        assertThat(rows).as("nothing before the table is asked").isEqualTo(before);
        answer();
        assertThat(history.questions()).isEqualTo(1);
        assertThat(rows).startsWith(before.toArray(DeploymentEvent[]::new)).hasSize(before.size() + 5);
        assertThat(rows.stream().map(row -> row.containerId() + row.timestamp()))
                .doesNotHaveDuplicates();
        assertThat(told).containsExactly("recorded already: " + before.size());
        restart();
        assertThat(rows).hasSize(before.size() + 5);
        assertThat(memory.load().orElseThrow().rows()).isEmpty();
        assertThat(history.questions()).isEqualTo(1);
    }

    @Test
    void aCreationThatWasToldAndIsFoundByLookingIsTheSame() throws Exception {
        backup();
        create(container(2, "api", START.plusSeconds(5)));
        follower.step();
        deliver();
        engine.forget().time(START.plusSeconds(9));
        putBack();
        answer();
        assertThat(rows).hasSize(1);
    }

    @Test
    void aCreationThatWasFoundByLookingAndIsToldIsTheSame() throws Exception {
        backup();
        ContainerSnapshot api = container(2, "api", START.plusSeconds(5));
        engine.put(api).time(START.plus(LOOK));
        ticker.advance(LOOK);
        follower.step();
        assertThat(rows).hasSize(1);
        deliver();
        engine.remember(event(Kind.CREATED, api));
        putBack();
        answer();
        assertThat(rows).hasSize(1);
    }

    @Test
    void storedRowsOfAnOlderStateAreAskedForAndWhatIsLackingIsRecordedAsItIs() throws Exception {
        DeploymentOutbox.open(memory, told::add);
        create(container(2, "api", START.plusSeconds(5)));
        create(container(3, "db", START.plusSeconds(6)));
        follower.step();
        List<DeploymentEvent> both = List.copyOf(rows);
        TrackerState now = memory.load().orElseThrow();
        backup = now.withRows(both);
        rows.clear();
        history.record(both.subList(0, 1));
        putBack();
        answer();
        assertThat(rows).isEqualTo(both.subList(1, 2));
    }

    @Test
    void whileTheTableIsAwayTheyWaitDurablyAndNothingElseDoes() throws Exception {
        backup();
        happen();
        int before = rows.size();
        deliver();
        create(container(7, "new", START.plusSeconds(50)));
        history.away();
        engine.time(START.plusSeconds(60));
        putBack();
        for (int i = 0; i < 5; i++) {
            assertThat(question().step()).isPresent();
        }
        create(container(8, "later", START.plusSeconds(70)));
        follower.step();
        assertThat(rows).as("only what happens now").hasSize(before + 1);
        int waiting = before + 1;
        assertThat(memory.load().orElseThrow().rows()).hasSize(waiting);
        restart(); // still waiting
        assertThat(rows).hasSize(before + 1);
        assertThat(memory.load().orElseThrow().rows()).hasSize(waiting);
        history.back();
        answer();
        assertThat(rows)
                .hasSize(before + 2)
                .extracting(row -> Integer.parseInt(row.containerId(), 16))
                .endsWith(8, 7);
        assertThat(told).contains("the test's table is away", "recorded already: " + before);
        assertThat(memory.load().orElseThrow().rows()).isEmpty();
    }

    @Test
    void whoCanNotBeAskedAtAllLetsThemOutWithOneWarning() throws Exception {
        for (int i = 0; i < 2; i++) {
            backup();
            create(container(2 + i, "api" + i, START.plusSeconds(5 + 10 * i)));
            follower.step();
            deliver();
            ScriptedHistory unused = i == 0 ? history.refused() : history.broken();
            engine.time(START.plusSeconds(9 + 10 * i));
            putBack();
            answer();
            assertThat(rows).hasSize(2 * (i + 1));
        }
        assertThat(told)
                .containsExactly(
                        "1 may be twice: the test's table is foreign",
                        "1 may be twice: unexpected: java.lang.IllegalStateException: scripted defect");
    }

    @Test
    void whatWasAllCreatedAnewMeanwhileIsAStartOfEverythingAndIsRecordedOnce() throws Exception {
        engine.put(container(2, "api", START.minusSeconds(60)));
        restart();
        backup();
        for (int i = 1; i <= 2; i++) {
            engine.remove(container(i, "", START).id());
            engine.put(container(10 + i, i == 1 ? "web" : "api", START.plusSeconds(20 + i)));
        }
        engine.forget().time(START.plusSeconds(60));
        for (int i = 0; i < 2; i++) {
            putBack();
            assertThat(rows).hasSize(2 * i);
            answer();
            assertThat(rows).hasSize(2).extracting(DeploymentEvent::trigger).containsOnly(TriggerType.STARTUP);
            deliver();
        }
        assertThat(history.questions()).isEqualTo(2);
    }
}
