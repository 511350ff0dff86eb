package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.port.EngineException.Reason;
import io.dispenser.telemetry.testkit.RestrictedEngine.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an engine does not tell, or not at once, costs as little as may be; and is told. */
class EngineLimitsTest extends LimitedEngineFixture {

    @ParameterizedTest
    @EnumSource(names = {"CHANGES", "HISTORY", "LIST", "PING"})
    void whatIsCreatedWhileTheFirstConnectionFailsGetsItsRow(Request failing) throws Exception {
        engine.put(container(1, "old", START.minusSeconds(60)));
        front.failing(failing, Reason.UNAVAILABLE);
        Duration first = follower.step().orElseThrow();
        pass(first);
        create(container(2, "stays", now));
        ContainerSnapshot job = container(3, "job", now);
        create(job);
        engine.remove(job.id());
        pass(follower.step().orElseThrow());
        pass(follower.step().orElseThrow());
        front.answering(failing);
        pass(follower.step().orElseThrow());
        follower.step();
        assertThat(services()).containsExactlyInAnyOrder("stays", "job");
        assertThat(told).filteredOn(text -> text.startsWith("missed")).isEmpty();
    }

    @Test
    void howFarItsClockIsAheadIsToldAtEachLook() throws Exception {
        front.clockAhead(Duration.ofMinutes(3));
        follower.step();
        front.clockAhead(Duration.ofMinutes(-3));
        pass(LOOK);
        follower.step();
        assertThat(told).containsExactly("ahead PT3M", "connected", "ahead PT-3M");
    }

    @Test
    void anEngineThatTellsNoChangesIsLookedAtAsOftenAsItIsSampled() throws Exception {
        front.mute("events are refused");
        follower.step();
        assertThat(told).containsExactly("connected", "events are refused");
        for (int i = 1; i <= 3; i++) {
            engine.put(container(i, "web" + i, now));
            pass(INTERVAL);
            follower.step();
            assertThat(services()).hasSize(i);
        }
        assertThat(engine.connections())
                .as("not asked for its changes at each look")
                .isEqualTo(1);
        pass(LOOK);
        follower.step();
        assertThat(engine.connections()).as("but now and then").isEqualTo(2);
        engine.endStreams("cut");
        pass(follower.step().orElseThrow());
        follower.step();
        assertThat(told).filteredOn(text -> text.startsWith("missed")).isEmpty();
    }

    @Test
    void aChangeThatCannotBeReadBringsALook() throws Exception {
        follower.step();
        engine.put(container(1, "web", now.plusSeconds(1)));
        engine.tellUnreadable("an event is not JSON");
        Duration wait = follower.step().orElseThrow();
        assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(5));
        pass(wait);
        follower.step();
        assertThat(services()).containsExactly("web");
        assertThat(told).containsExactly("connected", "unreadable an event is not JSON");
    }

    @Test
    void aLookThatFailsLeavesALivingStreamAlone() throws Exception {
        follower.step();
        front.failing(Request.HISTORY, Reason.LATE);
        create(container(1, "web", now.plusSeconds(1)));
        follower.step();
        pass(LOOK);
        Duration retry = follower.step().orElseThrow();
        assertThat(retry).isLessThan(Duration.ofMinutes(1));
        create(container(2, "api", now.plusSeconds(1)));
        follower.step();
        assertThat(services()).containsExactly("web", "api");
        front.answering(Request.HISTORY);
        pass(retry);
        follower.step();
        assertThat(engine.connections()).isEqualTo(1);
        assertThat(told).containsExactly("connected", "HISTORY fails", "connected");
    }

    @Test
    void aStreamThatLivedUntilAMomentAgoLeavesNoGap() throws Exception {
        engine.remember(event(Kind.UPDATED, container(9, "old", START.minusSeconds(9))));
        follower.step();
        pass(Duration.ofMinutes(4));
        engine.endStreams("cut");
        engine.forget().remember(event(Kind.REMOVED, container(8, "noise", now.minusSeconds(1))));
        pass(follower.step().orElseThrow());
        follower.step();
        assertThat(told).containsExactly("connected", "cut", "connected");
        pass(Duration.ofMinutes(4));
        engine.forget().remember(event(Kind.REMOVED, container(8, "noise", now.minusSeconds(5))));
        follower.close();
        follower = process();
        follower.step();
        assertThat(told).containsExactly("connected", "cut", "connected", "connected");
    }
}
