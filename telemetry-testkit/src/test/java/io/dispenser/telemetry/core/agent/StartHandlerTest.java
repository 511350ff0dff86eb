package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.FakeContainerEngine;
import io.dispenser.telemetry.testkit.InMemoryTrackerStateStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A start is a deployment if somebody made it, after a stop: once, and never one that the engine made. */
class StartHandlerTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LOOK = Duration.ofMinutes(5);
    private static final String ID = SampleContainer.of(1, "web").build().id();

    private final FakeContainerEngine engine = new FakeContainerEngine().time(START);
    private final ManualTicker ticker = new ManualTicker();
    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();
    private final List<DeploymentEvent> rows = new ArrayList<>();
    private EngineEventWatcher follower = process();

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

    private void hold() throws Exception {
        follower.step();
        ticker.advance(StartHandler.HOLD);
        follower.step();
    }

    private void stop(long second) {
        tell(Kind.ENDED, at(second));
        tell(Kind.STOPPED, at(second).plusMillis(80));
    }

    private void start(long second, long ended, int restarts, RestartPolicy policy) {
        running(second, ended, restarts, policy);
        tell(Kind.STARTED, at(second).plusMillis(5));
    }

    private void running(long started, @Nullable Number ended, int restarts, RestartPolicy policy) {
        engine.put(container(started, ended, restarts, policy).build());
    }

    private static SampleContainer container(long started, @Nullable Number ended, int restarts, RestartPolicy policy) {
        return SampleContainer.of(1, "web")
                .createdAt(at(Math.min(started, 1)).minusMillis(500))
                .startedAt(at(started))
                .finishedAt(ended == null ? null : at(ended.longValue()))
                .restarts(restarts, policy);
    }

    private void tell(Kind kind, Instant at) {
        engine.time(at).tell(change(kind, at));
    }

    private static ContainerChange change(Kind kind, Instant at) {
        return new ContainerChange(ID, kind, at, Map.of("name", "web", "image", "shop/api:1"));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private List<DeploymentAction> actions() {
        return rows.stream().map(DeploymentEvent::action).toList();
    }

    private EngineEventWatcher process() {
        return TelemetryAgent.builder(engine, rows::add, status -> true)
                .outbox(DeploymentOutbox.open(memory, problem -> {}))
                .reconcileInterval(LOOK)
                .ticker(ticker)
                .follower(() -> {}, asker -> {});
    }
}
