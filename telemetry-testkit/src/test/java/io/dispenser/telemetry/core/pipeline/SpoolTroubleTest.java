package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of a spool that fails, the end is told as well, once. */
class SpoolTroubleTest {

    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final ManualTicker ticker = new ManualTicker();
    private final Inbox<ContainerStatusEvent> inbox = new Inbox<>(100);
    private final ScriptedSpool spool = new ScriptedSpool();
    private final PipelineCounters counters = new PipelineCounters();
    private final PendingAcks<ContainerStatusEvent> awaited = new PendingAcks<>();
    private final List<String> heard = new ArrayList<>();
    private final PipelineListener listener = new PipelineListener() {
        @Override
        public void spoolFailed(String table, SpoolException problem) {
            heard.add(String.valueOf(problem.getMessage()));
        }

        @Override
        public void spoolReady(String table) {
            heard.add(table + " ready");
        }
    };
    private final Shipper<ContainerStatusEvent> shipper =
            new Shipper<>("status", spool, new ScriptedSink<>(), ticker, listener, counters);
    private final Intake<ContainerStatusEvent> intake = new Intake<>(
            "status",
            inbox,
            spool,
            new FlushPolicy(100, Long.MAX_VALUE, MAX_AGE),
            ticker,
            listener,
            counters,
            shipper::sealed,
            awaited);

    @Test
    void aSpoolThatNeverFailedIsNotToldToBeReady() throws Exception {
        take(SampleEvents.status(0));
        shipper.step();
        assertThat(heard).isEmpty();
    }

    @Test
    void anErrorInTheSpoolEndsNothingAndLosesNothing() throws Exception {
        spool.during = () -> {
            throw new OutOfMemoryError("scripted");
        };
        take(SampleEvents.status(0));
        assertThat(intake.step()).contains(Intake.SPOOL_RETRY);
        spool.during = () -> {};
        intake.step();
        assertThat(spool.openEvents()).isEqualTo(1);
        assertThat(heard).last().isEqualTo("status ready");
    }

    @Test
    void itIsReadyWhenWhatWaitsInHandIsIn() {
        spool.failure = SpoolException.failed("the disk fails", null);
        take(SampleEvents.status(0));
        intake.step();
        spool.failure = null;
        intake.step();
        intake.step();
        assertThat(heard).containsExactly("the disk fails", "the disk fails", "status ready");
    }

    /** Its recorder was told, so nothing is tried again, and that nothing fails means nothing. */
    @Test
    void aRefusedEventThatSomebodyWaitedForLeavesItOpenUntilTheNextAppend() {
        spool.failure = SpoolException.failed("the disk fails", null);
        ContainerStatusEvent event = SampleEvents.status(0);
        awaited.add(event);
        take(event);
        assertThat(intake.step()).contains(Intake.SPOOL_RETRY);
        assertThat(heard).containsExactly("the disk fails");
        assertThat(problem()).isEqualTo("the disk fails");

        spool.failure = null;
        take(SampleEvents.status(1));
        assertThat(heard).containsExactly("the disk fails", "status ready");
        assertThat(problem()).isNull();
    }

    @Test
    void aFullOneIsReadyWhenItHasRoomThoughNobodyRecords() {
        spool.failure = SpoolException.full("the disk is full");
        spool.space = new SpoolSpace(10, 0);
        ContainerStatusEvent event = SampleEvents.status(0);
        awaited.add(event);
        take(event);
        assertThat(intake.step()).contains(Intake.SPOOL_RETRY);
        assertThat(heard).containsExactly("the disk is full");
        spool.space = new SpoolSpace(10, 1);
        assertThat(intake.step()).contains(Intake.IDLE);
        assertThat(heard).containsExactly("the disk is full", "status ready");
    }

    @Test
    void itIsReadyOnlyWhenItBothTakesAndGives() throws Exception {
        take(SampleEvents.status(0));
        ticker.advance(MAX_AGE);
        intake.step();
        spool.removalFailure = SpoolException.failed("it stays", null);
        Duration pause = shipper.step().orElseThrow();
        spool.failure = SpoolException.full("no room");
        take(SampleEvents.status(1));
        spool.failure = null;
        intake.step();
        assertThat(heard).containsExactly("it stays", "no room");

        spool.removalFailure = null;
        ticker.advance(pause);
        shipper.step();
        assertThat(heard).containsExactly("it stays", "no room", "status ready");
    }

    private void take(ContainerStatusEvent event) {
        assertThat(inbox.offer(event)).isTrue();
        intake.step();
    }

    private @Nullable String problem() {
        return counters.health("status", 0, spool).spoolProblem();
    }
}
