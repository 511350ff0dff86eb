package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Updates that nobody told of, where the state was put back: the table knows whether they have their row. */
class UntoldUpdateRollbackTest extends RollbackFixture {

    @Test
    void anUpdateThatTheEngineForgotAndTheTableHasIsTheSame() throws Exception {
        backup();
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        assertThat(rows).hasSize(1);
        deliver();
        engine.forget();
        putBack();
        answer();
        look(3);
        assertThat(rows).hasSize(1);
        assertThat(told).containsExactly("recorded already: 1");
        assertThat(history.questions()).isEqualTo(1);
        restart();
        look(2);
        assertThat(rows).hasSize(1);
        assertThat(history.questions()).isEqualTo(1);
    }

    @Test
    void anotherUpdateSinceIsRecorded() throws Exception {
        backup();
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        deliver();
        update(2 << 20, START.plusSeconds(6));
        engine.forget();
        putBack();
        answer();
        look(3);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).memoryLimit()).isEqualTo("2m");
    }

    @Test
    void anUpdateIsNotMistakenForAnOlderOneAndNeitherForAnythingElse() throws Exception {
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        update(2 << 20, START.plusSeconds(6));
        follower.step();
        deliver();
        engine.time(START.plusSeconds(60));
        look(1);
        update(1 << 20, START.plusSeconds(70)); // as it was once
        engine.forget();
        restart();
        answer();
        look(3);
        assertThat(rows).hasSize(3);
    }

    @Test
    void whileTheTableIsAwayAnUnseenUpdateWaitsEvenOverARestart() throws Exception {
        backup();
        update(1 << 20, START.plusSeconds(5));
        follower.step();
        deliver();
        engine.forget();
        history.away();
        putBack();
        look(3);
        restart();
        look(3);
        assertThat(rows).hasSize(1);
        history.back();
        answer();
        look(2);
        assertThat(rows).hasSize(1);
        assertThat(told).contains("recorded already: 1");
        update(3 << 20, START.plusSeconds(5000));
        look(2);
        assertThat(rows).as("from now on as ever").hasSize(2);
    }
}
