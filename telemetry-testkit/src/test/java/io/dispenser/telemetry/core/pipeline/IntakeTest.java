package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final ManualTicker ticker = new ManualTicker();
    private final Inbox<ContainerStatusEvent> inbox = new Inbox<>(100);
    private final List<FlushReason> reasons = new ArrayList<>();
    private final List<SpoolException> problems = new ArrayList<>();
    private final PipelineCounters counters = new PipelineCounters();
    private final PendingAcks<ContainerStatusEvent> awaited = new PendingAcks<>();
    private Spool<ContainerStatusEvent> spool = new MemorySpool<>(TelemetryTables.STATUS, 1000);

    @Test
    void withoutEventsItWaitsForAWakeUp() {
        assertThat(intake(10).step()).contains(Intake.IDLE);
        assertThat(reasons).isEmpty();
    }

    @Test
    void oneDrainIsOneAppendAndTheWaitIsWhatTheOldestEventHasLeft() {
        Intake<ContainerStatusEvent> intake = intake(10);
        offer(0, 3);
        assertThat(intake.step()).contains(MAX_AGE);
        assertThat(spool.openEvents()).isEqualTo(3);

        ticker.advance(Duration.ofMinutes(2)); // over the wrap of the ticker
        offer(3, 4);
        assertThat(intake.step()).contains(Duration.ofMinutes(3));
        assertThat(reasons).isEmpty();
    }

    @Test
    void aFullBufferIsSealedAtExactlyItsSize() throws SpoolException {
        Intake<ContainerStatusEvent> intake = intake(10);
        offer(0, 25);
        while (inbox.size() > 0) {
            intake.step();
        }
        assertThat(reasons).containsExactly(FlushReason.EVENTS, FlushReason.EVENTS);
        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(0, 10));
        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(10, 20));
        assertThat(spool.openEvents()).isEqualTo(5);
    }

    /** A drain takes what the open segment has room for, or a batch could be nearly twice as large. */
    @Test
    void whatIsOpenAlreadyCountsForTheSizeOfTheBatch() throws SpoolException {
        Intake<ContainerStatusEvent> intake = intake(10);
        offer(0, 7);
        intake.step();
        offer(7, 15);
        assertThat(intake.step()).contains(Duration.ZERO);
        assertThat(reasons).containsExactly(FlushReason.EVENTS);
        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(0, 10));
        assertThat(inbox.size()).isEqualTo(5);
        intake.step();
        assertThat(spool.openEvents()).isEqualTo(5);
        assertThat(reasons).hasSize(1);
    }

    @Test
    void theOldestEventsAgeSealsASmallBuffer() throws SpoolException {
        Intake<ContainerStatusEvent> intake = intake(10);
        offer(0, 1);
        intake.step();
        ticker.advance(MAX_AGE);
        intake.step();
        assertThat(reasons).containsExactly(FlushReason.AGE);
        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(0, 1));
    }

    @Test
    void theAgeCountsFromTheFirstEventAfterASealAndNotFromTheSeal() {
        Intake<ContainerStatusEvent> intake = intake(1);
        offer(0, 1);
        intake.step();
        ticker.advance(MAX_AGE.multipliedBy(3));
        intake = intake(2);
        offer(1, 2);
        assertThat(intake.step()).contains(MAX_AGE);
    }

    @Test
    void bytesSealABufferOfLongRows() {
        spool = new MemorySpool<>(TelemetryTables.STATUS, 1000);
        Intake<ContainerStatusEvent> intake = intake(new FlushPolicy(1000, 200, MAX_AGE));
        offer(0, 3);
        intake.step();
        assertThat(reasons).containsExactly(FlushReason.BYTES);
    }

    @Test
    void whatAFullSpoolRefusesStaysInHandAndGoesInWhenThereIsRoom() throws SpoolException {
        spool = new MemorySpool<>(TelemetryTables.STATUS, 5);
        Intake<ContainerStatusEvent> intake = intake(10);
        offer(0, 4);
        intake.step();
        offer(4, 7);

        assertThat(intake.step()).contains(Intake.SPOOL_RETRY);
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).isFull()).isTrue();
        assertThat(intake.held()).isEqualTo(3);
        assertThat(reasons).containsExactly(FlushReason.SPOOL_FULL);

        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(0, 4));
        intake.step();
        assertThat(intake.held()).isZero();
        spool.seal();
        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(4, 7));
    }

    @Test
    void atTheEndEverythingThatWasAcceptedIsSealed() throws SpoolException {
        Intake<ContainerStatusEvent> intake = intake(10);
        offer(0, 12);
        inbox.close();
        assertThat(inbox.offer(SampleEvents.status(99))).isFalse();
        intake.end();
        Optional<Duration> wait = intake.step();
        while (wait.isPresent()) {
            wait = intake.step();
        }
        assertThat(reasons).containsExactly(FlushReason.EVENTS, FlushReason.SHUTDOWN);
        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(0, 10));
        assertThat(oldestEvents()).isEqualTo(SampleEvents.statuses(10, 12));
    }

    private Intake<ContainerStatusEvent> intake(int maxEvents) {
        return intake(new FlushPolicy(maxEvents, Long.MAX_VALUE, MAX_AGE));
    }

    private Intake<ContainerStatusEvent> intake(FlushPolicy policy) {
        PipelineListener listener = new PipelineListener() {
            @Override
            public void spoolFailed(String table, SpoolException problem) {
                problems.add(problem);
            }
        };
        return new Intake<>(
                "status",
                inbox,
                spool,
                policy,
                ticker,
                listener,
                counters,
                (number, reason) -> reasons.add(reason),
                awaited);
    }

    private void offer(int from, int to) {
        SampleEvents.statuses(from, to)
                .forEach(event -> assertThat(inbox.offer(event)).isTrue());
    }

    private List<ContainerStatusEvent> oldestEvents() throws SpoolException {
        Batch<ContainerStatusEvent> oldest = spool.oldest().orElseThrow();
        spool.remove(oldest);
        return oldest.events();
    }
}
