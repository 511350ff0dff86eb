package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pipeline tells of itself while events wait. */
class PipelineHealthTest {

    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final ManualTicker ticker = new ManualTicker();
    private final Inbox<ContainerStatusEvent> inbox = new Inbox<>(100);
    private final ScriptedSpool spool = new ScriptedSpool();
    private final ScriptedSink<ContainerStatusEvent> sink = new ScriptedSink<>();
    private final PipelineCounters counters = new PipelineCounters();
    private final Shipper<ContainerStatusEvent> shipper =
            new Shipper<>("status", spool, sink, ticker, PipelineListener.NONE, counters);
    private final Intake<ContainerStatusEvent> intake = new Intake<>(
            "status",
            inbox,
            spool,
            new FlushPolicy(100, Long.MAX_VALUE, MAX_AGE),
            ticker,
            PipelineListener.NONE,
            counters,
            shipper::sealed,
            new PendingAcks<>());
    private final List<ContainerStatusEvent> events = SampleEvents.statuses(0, 6);

    @Test
    void theOldestThatWaitsIsTheFirstOfTheOldestBatch() throws Exception {
        assertThat(health().oldestWaiting()).isNull();
        take(0, 2);
        take(2, 3);
        assertThat(health().oldestWaiting())
                .as("in no batch yet")
                .isEqualTo(events.get(0).timestamp());

        sink.fail(1);
        ticker.advance(MAX_AGE);
        intake.step();
        Duration pause = shipper.step().orElseThrow();
        take(3, 6);
        assertThat(health().oldestWaiting())
                .as("in a batch that could not be written")
                .isEqualTo(events.get(0).timestamp());

        ticker.advance(pause);
        shipper.step();
        shipper.step();
        assertThat(health().oldestWaiting())
                .as("what came after it")
                .isEqualTo(events.get(3).timestamp());

        ticker.advance(MAX_AGE);
        intake.step();
        shipper.step();
        assertThat(health().waiting()).isZero();
        assertThat(health().oldestWaiting()).isNull();
    }

    @Test
    void aSpoolThatTakesOrGivesNothingIsToldUntilItDoes() throws Exception {
        spool.failure = SpoolException.full("no room");
        take(0, 2);
        assertThat(health().spoolProblem()).isEqualTo("no room");
        spool.failure = null;
        intake.step();
        assertThat(health().spoolProblem()).isNull();

        spool.removalFailure = SpoolException.failed("it stays", new java.io.IOException());
        ticker.advance(MAX_AGE);
        intake.step();
        Duration pause = shipper.step().orElseThrow();
        assertThat(health().spoolProblem()).isEqualTo("it stays");
        spool.removalFailure = null;
        ticker.advance(pause);
        shipper.step();
        assertThat(health().spoolProblem()).isNull();
    }

    private void take(int from, int to) {
        events.subList(from, to).forEach(event -> assertThat(inbox.offer(event)).isTrue());
        intake.step();
    }

    private PipelineHealth health() {
        return counters.health("status", spool.events(), spool);
    }
}
