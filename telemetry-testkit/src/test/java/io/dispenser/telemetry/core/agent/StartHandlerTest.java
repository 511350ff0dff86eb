package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start is a deployment if somebody made it, after a stop: once, and never one that the engine made. */
class StartHandlerTest extends StartFixture {

    @Test
    void aStartAfterAStopIsOneReload() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        stop(1);
        start(9, 1, 0, RestartPolicy.NO);
        follower.step();
        assertThat(rows).as("a restart may follow").isEmpty();
        hold();
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.action()).isEqualTo(DeploymentAction.STARTED);
            assertThat(row.trigger()).isEqualTo(TriggerType.MANUAL_RELOAD);
            assertThat(row.timestamp()).isEqualTo(at(9).plusMillis(5));
            assertThat(row.previousImage()).isNull();
        });
        tell(Kind.STARTED, at(9).plusMillis(5));
        hold();
        follower.close();
        follower = process();
        follower.step();
        hold();
        assertThat(rows).hasSize(1);
        stop(20);
        start(30, 20, 0, RestartPolicy.NO);
        hold();
        assertThat(actions()).containsOnly(DeploymentAction.STARTED).hasSize(2);
    }

    @Test
    void theStartInsideARestartIsNone() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        stop(1);
        start(2, 1, 0, RestartPolicy.NO);
        tell(Kind.RESTARTED, at(2).plusMillis(6));
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.RESTARTED);
        follower = process();
        follower.step();
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.RESTARTED);
    }

    /** As Podman tells it. */
    @Test
    void theStartInsideARestartThatWasToldBeforeItsEndIsNone() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        tell(Kind.RESTARTED, at(1).minusMillis(80));
        tell(Kind.ENDED, at(1));
        start(2, 1, 0, RestartPolicy.NO);
        follower.step();
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.RESTARTED);
        tell(Kind.ENDED, at(2).plusMillis(200));
        tell(Kind.STOPPED, at(2).plusMillis(210));
        tell(Kind.STARTED, at(2).plusMillis(500));
        hold();
        assertThat(actions())
                .as("the restart has had its start")
                .containsExactly(DeploymentAction.RESTARTED, DeploymentAction.STARTED);
    }

    /** The agent that begins is told again of the start and of the restart. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStartSoonAfterARestartIsOneAlsoForAnAgentThatBeginsBetweenThem(boolean startBeforeRestart) throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        if (startBeforeRestart) {
            stop(1);
            start(2, 1, 0, RestartPolicy.NO);
            tell(Kind.RESTARTED, at(2).plusMillis(6));
        } else {
            tell(Kind.RESTARTED, at(1).minusMillis(80));
            tell(Kind.ENDED, at(1));
            start(2, 1, 0, RestartPolicy.NO);
        }
        hold();
        follower = process();
        follower.step();
        tell(Kind.ENDED, at(2).plusMillis(200));
        tell(Kind.STOPPED, at(2).plusMillis(210));
        tell(Kind.STARTED, at(2).plusMillis(500));
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.RESTARTED, DeploymentAction.STARTED);
    }

    @Test
    void aRestartSoonAfterAStartIsAnother() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        stop(1);
        start(2, 1, 0, RestartPolicy.NO);
        follower.step();
        tell(Kind.ENDED, at(2).plusMillis(500));
        tell(Kind.STARTED, at(2).plusMillis(700));
        tell(Kind.RESTARTED, at(2).plusMillis(701));
        hold();
        assertThat(actions()).containsExactlyInAnyOrder(DeploymentAction.STARTED, DeploymentAction.RESTARTED);
    }

    @Test
    void theFirstStartIsNone() throws Exception {
        follower.step();
        running(2, null, 0, RestartPolicy.NO);
        tell(Kind.CREATED, at(1));
        tell(Kind.STARTED, at(2).plusMillis(5));
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.CREATED);
    }

    @Test
    void theFirstStartLongAfterACreationThatNobodyToldOfIsNone() throws Exception {
        engine.put(container(1, null, 0, RestartPolicy.NO).createdAt(at(-60)).build());
        follower.step();
        tell(Kind.STARTED, at(1).plusMillis(5));
        hold();
        assertThat(rows).isEmpty();
    }

    @Test
    void aCrashLoopWritesNothing() throws Exception {
        running(-60, null, 0, RestartPolicy.ALWAYS);
        follower.step();
        for (int i = 1; i <= 100; i++) {
            tell(Kind.ENDED, at(2L * i));
            start(2L * i + 1, 2L * i, i, RestartPolicy.ALWAYS);
            follower.step();
        }
        hold();
        assertThat(rows).isEmpty();
    }

    /** As where the engine was restarted, and forgot the end of what it stopped; and the container has started again since. */
    @Test
    void aStartAfterAnEarlierOneIsByHandAlsoWhereNobodyHeardOfTheEndBetweenThem() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        tell(Kind.STARTED, at(9));
        tell(Kind.STARTED, at(20));
        tell(Kind.ENDED, at(29));
        start(30, 29, 0, RestartPolicy.NO);
        hold();
        assertThat(rows).extracting(DeploymentEvent::timestamp).containsExactly(at(20), at(30).plusMillis(5));
    }

    @Test
    void startsByHandOfOneWithAPolicyCount() throws Exception {
        running(-60, null, 3, RestartPolicy.ALWAYS);
        follower.step();
        stop(1);
        start(9, 1, 0, RestartPolicy.ALWAYS);
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.STARTED);
    }

    @Test
    void oneThatCrashesBeforeItIsAskedForWasStartedByHandIfItWasStoppedByHand() throws Exception {
        running(-60, null, 0, RestartPolicy.ALWAYS);
        follower.step();
        stop(1);
        tell(Kind.STARTED, at(9).plusMillis(5));
        tell(Kind.ENDED, at(10));
        start(11, 10, 1, RestartPolicy.ALWAYS);
        hold();
        assertThat(rows).extracting(DeploymentEvent::timestamp).containsExactly(at(9).plusMillis(5));
    }

    /** The engine counts a restart when it decides on it, and waits for a moment. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatHasCrashedWhenItIsAskedForAndIsAboutToBeRestartedWasStartedByHand(boolean stoppedByHand)
            throws Exception {
        running(-60, null, 4, RestartPolicy.ALWAYS);
        follower.step();
        tell(Kind.ENDED, at(1));
        if (stoppedByHand) {
            tell(Kind.STOPPED, at(1).plusMillis(80));
        }
        engine.put(container(9, 10, 1, RestartPolicy.ALWAYS)
                .state(ContainerState.RESTARTING)
                .build());
        tell(Kind.STARTED, at(9).plusMillis(5));
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.STARTED);
    }

    @Test
    void aRestartByPolicyThatHasCrashedWhenItIsAskedForIsNone() throws Exception {
        running(-60, null, 0, RestartPolicy.ALWAYS);
        follower.step();
        tell(Kind.ENDED, at(1));
        engine.put(container(2, 3, 2, RestartPolicy.ALWAYS)
                .state(ContainerState.RESTARTING)
                .build());
        tell(Kind.STARTED, at(2).plusMillis(5));
        hold();
        assertThat(rows).isEmpty();
    }

    @Test
    void whatIsGoneBeforeItIsAskedForWasStartedByHandIfItWasStoppedByHand() throws Exception {
        running(-60, null, 0, RestartPolicy.ALWAYS);
        follower.step();
        stop(1);
        tell(Kind.STARTED, at(9));
        tell(Kind.REMOVED, at(10));
        engine.remove(ID);
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.STARTED);
    }
}
