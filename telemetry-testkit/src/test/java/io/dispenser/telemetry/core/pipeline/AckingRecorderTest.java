package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.RecordOutcome;
import io.dispenser.telemetry.core.port.RecordOutcome.Durable;
import io.dispenser.telemetry.core.port.RecordOutcome.Refused;
import io.dispenser.telemetry.core.port.RecordOutcome.Unknown;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for an event learns the truth of it; everybody else notices nothing. */
@Timeout(60)
class AckingRecorderTest {

    /** The answer must be there already. */
    private static final Duration NOW = Duration.ZERO;

    private final Inbox<ContainerStatusEvent> inbox = new Inbox<>(10);
    private final PendingAcks<ContainerStatusEvent> awaited = new PendingAcks<>();
    private final PipelineCounters counters = new PipelineCounters();
    private final ScriptedSpool spool = new ScriptedSpool();
    private final Intake<ContainerStatusEvent> intake = new Intake<>(
            "status",
            inbox,
            spool,
            new FlushPolicy(100, Long.MAX_VALUE, Duration.ofMinutes(5)),
            new ManualTicker(),
            PipelineListener.NONE,
            counters,
            (number, reason) -> {},
            awaited);
    private final AckingRecorder<ContainerStatusEvent> entrance =
            new AckingRecorder<>(inbox, awaited, counters, intake::step);
    private final AckingRecorder<ContainerStatusEvent> besideASleepingIntake =
            new AckingRecorder<>(inbox, awaited, counters, () -> {});

    @Test
    void itIsDurableWhenTheSpoolHasIt() throws Exception {
        assertThat(entrance.recordDurably(SampleEvents.status(1), NOW)).isEqualTo(new Durable());
        assertThat(spooled()).containsExactly(SampleEvents.status(1));
        assertCounted(1, 0);
    }

    @Test
    void whatComesTogetherBecomesDurableWithOneAppend() throws Exception {
        SampleEvents.statuses(0, 3).forEach(inbox::offer);
        PendingAck<ContainerStatusEvent> first = offer(3);
        PendingAck<ContainerStatusEvent> second = offer(4);
        intake.step();
        assertThat(first.await(NOW)).isEqualTo(new Durable());
        assertThat(second.await(NOW)).isEqualTo(new Durable());
        assertThat(spool.appends).isEqualTo(1);
        assertThat(spooled()).isEqualTo(SampleEvents.statuses(0, 5));
    }

    @Test
    void whatTheIntakeDidNotComeToInTimeIsTakenBack() throws Exception {
        inbox.offer(SampleEvents.status(0));
        assertRefused(besideASleepingIntake.recordDurably(SampleEvents.status(1), NOW), "did not come to it");
        inbox.offer(SampleEvents.status(2));
        assertThat(awaited.withdrawn()).isEqualTo(1);
        assertCounted(0, 1);
        intake.step();
        assertThat(spooled()).containsExactly(SampleEvents.status(0), SampleEvents.status(2));
        assertThat(awaited.withdrawn()).isZero();
        assertThat(inbox.size()).isZero();
    }

    @Test
    void aWithdrawnEventAloneIsNoAppend() throws Exception {
        besideASleepingIntake.recordDurably(SampleEvents.status(1), NOW);
        intake.step();
        assertThat(spool.appends).isZero();
        assertThat(intake.held()).isZero();
    }

    @Test
    void aFullSpoolHandsItBackAndKeepsTheOthersInHand() throws Exception {
        inbox.offer(SampleEvents.status(0));
        spool.failure = SpoolException.full("the spool is full");
        assertRefused(entrance.recordDurably(SampleEvents.status(1), NOW), "the spool is full");
        assertThat(intake.held()).isEqualTo(1);
        assertRefused(entrance.recordDurably(SampleEvents.status(2), NOW), "the spool is full"); // behind the other one
        assertCounted(0, 2);
        spool.failure = null;
        intake.step();
        intake.step();
        assertThat(spooled()).containsExactly(SampleEvents.status(0));
    }

    @Test
    void anInboxWithoutRoomOrThatIsClosedRefusesAtOnce() throws Exception {
        SampleEvents.statuses(0, 10).forEach(inbox::offer);
        assertRefused(entrance.recordDurably(SampleEvents.status(10), NOW), "the inbox is full");
        inbox.close();
        assertRefused(entrance.recordDurably(SampleEvents.status(10), NOW), "the pipeline has ended");
        assertCounted(0, 2);
        intake.step();
        assertThat(spooled()).isEqualTo(SampleEvents.statuses(0, 10));
    }

    @Test
    void whileTheDiskIsAtItNobodyKnows() throws Exception {
        PendingAck<ContainerStatusEvent> waiting = offer(1);
        List<RecordOutcome> outcomes = new ArrayList<>();
        spool.during = () -> outcomes.add(waiting.await(NOW));
        intake.step();
        assertThat(outcomes).singleElement().isInstanceOf(Unknown.class);
        assertThat(spooled()).containsExactly(SampleEvents.status(1));
    }

    @Test
    void aDefectOfTheSpoolLeavesItUnknownAndTheEventIsTriedAgain() throws Exception {
        PendingAck<ContainerStatusEvent> waiting = offer(1);
        spool.during = () -> {
            throw new IllegalStateException("a defect");
        };
        intake.step();
        assertThat(waiting.await(NOW)).isEqualTo(new Unknown("unexpected: java.lang.IllegalStateException: a defect"));
        spool.during = () -> {};
        intake.step();
        assertThat(spooled()).containsExactly(SampleEvents.status(1));
    }

    @Test
    void anInterruptedRecorderLeavesNothingBehind() throws Exception {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> besideASleepingIntake.recordDurably(SampleEvents.status(1), Duration.ofHours(1)));
        assertCounted(0, 1);
        intake.step();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void aPipelineWakesItsIntakeForIt() throws Exception {
        ScriptedSink<ContainerStatusEvent> sink = new ScriptedSink<>();
        TelemetryPipeline<ContainerStatusEvent> pipeline =
                TelemetryPipeline.builder(TelemetryTables.STATUS, sink).start();
        Duration patience = Duration.ofSeconds(30);
        assertThat(pipeline.recordDurably(SampleEvents.status(1), patience)).isEqualTo(new Durable());
        assertThat(pipeline.health().waiting()).isEqualTo(1);
        assertThat(pipeline.shutdown(patience).isComplete()).isTrue();
        assertThat(sink.events()).containsExactly(SampleEvents.status(1));
        assertRefused(pipeline.recordDurably(SampleEvents.status(2), patience), "has ended");
        assertThat(pipeline.health().accepted()).isEqualTo(1);
        assertThat(pipeline.health().refused()).isEqualTo(1);
    }

    private PendingAck<ContainerStatusEvent> offer(int number) {
        ContainerStatusEvent event = SampleEvents.status(number);
        PendingAck<ContainerStatusEvent> waiting = awaited.add(event);
        assertThat(inbox.offer(event)).isTrue();
        return waiting;
    }

    private List<ContainerStatusEvent> spooled() throws SpoolException {
        spool.seal();
        return spool.oldest().map(Batch::events).orElse(List.of());
    }

    private void assertCounted(long accepted, long refused) {
        assertThat(counters.accepted.sum()).isEqualTo(accepted);
        assertThat(counters.refused.sum()).isEqualTo(refused);
    }

    private static void assertRefused(RecordOutcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains(reason));
    }
}
