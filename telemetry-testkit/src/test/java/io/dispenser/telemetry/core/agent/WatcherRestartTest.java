package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an agent that ended knows when it begins again: nothing missed, and no row twice. */
class WatcherRestartTest extends WatcherFixture {

    @Test
    void aRestartWritesNothingForWhatWasKnown() throws Exception {
        engine.put(container(1, "old", START.minusSeconds(60)));
        follower.step();
        create(container(2, "web", START.plusSeconds(1)));
        follower.step();
        assertThat(ids()).containsExactly(2);
        restart();
        follower.step();
        assertThat(ids()).containsExactly(2);
    }

    @Test
    void whatWasCreatedMeanwhileGetsItsOneRowWithTheRightTime() throws Exception {
        engine.remember(event(Kind.CREATED, container(9, "early", START.minusSeconds(99))))
                .time(START);
        follower.step();
        follower.close();
        ContainerSnapshot inRing = container(1, "ring", START.plusSeconds(10));
        ContainerSnapshot onList = container(2, "list", START.plusSeconds(20));
        engine.put(inRing).put(onList).remember(event(Kind.CREATED, inRing)).time(START.plusSeconds(60));
        follower = process();
        follower.step();
        assertThat(rows)
                .extracting(DeploymentEvent::service, DeploymentEvent::timestamp)
                .containsExactly(tuple("ring", inRing.createdAt().plusMillis(5)), tuple("list", onList.createdAt()));
        restart();
        follower.step();
        follower.step();
        assertThat(ids()).containsExactly(1, 2);
        assertThat(told).isEmpty();
    }

    @Test
    void changesThatTheEngineRemembersAreNotDoubledByARestart() throws Exception {
        follower.step();
        ContainerSnapshot web = container(1, "web", START.plusSeconds(1));
        create(web);
        engine.tell(new ContainerChange(web.id(), Kind.RESTARTED, START.plusSeconds(2), attributes(web)));
        engine.tell(new ContainerChange(web.id(), Kind.UPDATED, START.plusSeconds(2), attributes(web)));
        follower.step();
        restart();
        engine.tell(new ContainerChange(
                web.id(), Kind.RESTARTED, START.plusSeconds(2).plusNanos(1), attributes(web)));
        follower.step();
        assertThat(rows).hasSize(4);
    }

    @Test
    void theVeryFirstStartWritesNothingAndLaterOnesNothingForWhatIsOlder() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(5)));
        follower.step();
        restart();
        engine.put(container(2, "hidden until now", START.minusSeconds(500)));
        follower.step();
        assertThat(rows).isEmpty();
    }

    @Test
    void whatHappenedJustBeforeTheVeryFirstStartIsNoNewsWhenTheEngineTellsOfItLater() throws Exception {
        ContainerSnapshot web = container(1, "web", START.minusSeconds(1));
        engine.put(web).remember(event(Kind.CREATED, web));
        follower.step();
        engine.endStreams("the end");
        ticker.advance(follower.step().orElseThrow());
        follower.step(); // the stream begins a little before the last one's end
        assertThat(told).containsExactly("the end");
        restart();
        assertThat(rows).isEmpty();
    }

    @Test
    void whatHappenedAMomentBeforeTheVeryFirstStartIsToldAgainAndIsNoNews() throws Exception {
        ContainerSnapshot gone = container(1, "web", START.minusMillis(900));
        ContainerSnapshot stays = container(2, "api", START.minusMillis(800));
        ContainerSnapshot briefly = container(3, "job", START.minusMillis(700));
        for (ContainerSnapshot container : List.of(gone, stays, briefly)) {
            engine.put(container).remember(event(Kind.CREATED, container));
        }
        engine.remember(new ContainerChange(stays.id(), Kind.RESTARTED, START.minusMillis(600), attributes(stays)));
        engine.remove(briefly.id());
        follower.step();
        engine.remove(gone.id());
        for (int i = 0; i < 3; i++) {
            ticker.advance(LOOK);
            follower.step();
        }
        assertThat(rows).isEmpty();
    }

    @Test
    void aFirstLookThatFailsIsTakenAgain() throws Exception {
        ContainerSnapshot web = container(1, "web", START.minusSeconds(5));
        engine.put(web).lists(false);
        ticker.advance(follower.step().orElseThrow());
        engine.lists(true);
        follower.step();
        assertThat(rows).isEmpty();
        ticker.advance(LOOK);
        follower.step();
        assertThat(rows).isEmpty();
        engine.remove(web.id());
        create(container(2, "web", START.plusSeconds(9)));
        follower.step();
        assertThat(rows)
                .extracting(DeploymentEvent::trigger)
                .as("the first one is known")
                .containsExactly(TriggerType.MANUAL_RELOAD);
    }

    @Test
    void anotherEnginesKnowledgeIsOfNoUse() throws Exception {
        engine.put(container(1, "web", START.minusSeconds(50)));
        memory.store(new TrackerState(
                "another engine",
                null,
                START.minusSeconds(999),
                START.minusSeconds(99),
                List.of(),
                List.of(),
                List.of()));
        follower = process();
        follower.step();
        assertThat(rows).isEmpty();
    }
}
