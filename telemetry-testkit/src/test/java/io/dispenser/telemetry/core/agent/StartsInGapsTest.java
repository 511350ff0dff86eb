package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts of which not all is known: the engine or the agent was away, or did not answer. */
class StartsInGapsTest extends StartFixture {

    @Test
    void anEnginesOwnStartIsNoneAndALaterOneByHandIs() throws Exception {
        running(-60, null, 0, RestartPolicy.ALWAYS);
        follower.step();
        stop(1); // as an engine does that is stopped
        follower.step();
        engine.forget().endStreams("the engine is stopped");
        Duration pause = follower.step().orElseThrow();
        start(20, 1, 0, RestartPolicy.ALWAYS);
        engine.time(at(30));
        ticker.advance(pause);
        follower.step();
        hold();
        assertThat(rows).isEmpty();
        stop(40);
        start(50, 40, 0, RestartPolicy.ALWAYS);
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.STARTED);
    }

    @Test
    void anEngineStartsNothingWithoutAPolicy() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        engine.forget().endStreams("the engine is stopped");
        Duration pause = follower.step().orElseThrow();
        start(20, 1, 0, RestartPolicy.NO);
        engine.time(at(30));
        ticker.advance(pause);
        follower.step();
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.STARTED);
    }

    @Test
    void aProcessThatEndsBeforeItIsDecidedLeavesItToTheNext() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        stop(1);
        start(9, 1, 0, RestartPolicy.NO);
        follower.step();
        follower.close();
        assertThat(rows).isEmpty();
        for (int i = 0; i < 2; i++) {
            follower = process();
            follower.step();
            hold();
        }
        assertThat(actions()).containsExactly(DeploymentAction.STARTED);
    }

    /** What is stored while a start is held has to be what was known before it, or the next process can't tell it from a first one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void norIsItForgottenWhereTheContainerIsGoneByThen(boolean goneBeforeTheEnd) throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        stop(1);
        start(9, 1, 0, RestartPolicy.NO);
        follower.step();
        tell(Kind.UPDATED, at(10)); // what is remembered is stored with what is handled
        follower.step();
        if (goneBeforeTheEnd) {
            engine.remove(ID);
            tell(Kind.ENDED, at(11));
            tell(Kind.REMOVED, at(12));
            follower.step();
        }
        follower.close();
        engine.remove(ID);
        engine.time(at(20));
        follower = process();
        follower.step();
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.UPDATED, DeploymentAction.STARTED);
    }

    @Test
    void theEndBeforeIsRememberedOverARestart() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        stop(1);
        engine.put(container(-60, 1, 0, RestartPolicy.NO)
                .state(ContainerState.EXITED)
                .build());
        follower.step();
        tell(Kind.UPDATED, at(2)); // what is remembered is stored with what is handled
        follower.step();
        follower.close();
        engine.put(container(100, 101, 0, RestartPolicy.NO)
                .state(ContainerState.EXITED)
                .build());
        engine.remember(change(Kind.STARTED, at(100).plusMillis(5)))
                .remember(change(Kind.ENDED, at(101)))
                .time(at(200));
        follower = process();
        follower.step();
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.UPDATED, DeploymentAction.STARTED);
    }

    @Test
    void whereOnlyLooksTellNothingIsGuessed() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        running(9, 1L, 0, RestartPolicy.NO);
        ticker.advance(LOOK);
        follower.step();
        hold();
        assertThat(rows).isEmpty();
    }

    @Test
    void oneThatDoesNotAnswerIsAskedAgain() throws Exception {
        running(-60, null, 0, RestartPolicy.NO);
        follower.step();
        engine.silence(ID);
        stop(1);
        start(9, 1, 0, RestartPolicy.NO);
        for (int i = 0; i < RetryQueue.ATTEMPTS; i++) {
            follower.step();
            assertThat(rows).isEmpty();
            ticker.advance(RetryQueue.PAUSE);
        }
        follower.step();
        hold();
        assertThat(actions()).containsExactly(DeploymentAction.STARTED);
    }
}
