package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShipperTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Spool<ContainerStatusEvent> spool = new MemorySpool<>(TelemetryTables.STATUS, 1000);
    private final ScriptedSink<ContainerStatusEvent> sink = new ScriptedSink<>();
    private final PipelineCounters counters = new PipelineCounters();
    private final List<FlushReport> flushes = new ArrayList<>();
    private final List<WriteFailure> failures = new ArrayList<>();
    private final List<RejectionReport> rejections = new ArrayList<>();
    private int readied;
    private final PipelineListener listener = new PipelineListener() {
        @Override
        public void flushed(FlushReport report) {
            flushes.add(report);
        }

        @Override
        public void writeFailed(WriteFailure failure) {
            failures.add(failure);
        }

        @Override
        public void rejected(RejectionReport report) {
            rejections.add(report);
        }

        @Override
        public void tableReady(String table) {
            readied++;
        }
    };
    private final Shipper<ContainerStatusEvent> shipper =
            new Shipper<>("status", spool, sink, ticker, listener, counters);

    @Test
    void eventsThatCannotBeRowsAreSetAsideAndNothingWaitsForThem() throws Exception {
        List<ContainerStatusEvent> events = SampleEvents.statuses(0, 6);
        for (int i = 0; i < 6; i += 2) {
            spool.append(events.subList(i, i + 2));
            shipper.sealed(spool.seal().orElseThrow(), FlushReason.EVENTS);
        }
        sink.rejectIf(events.subList(1, 4)::contains);
        while (!shipper.step().equals(Optional.of(Intake.IDLE))) {
            assertThat(failures).as("it is no failure of the table").isEmpty();
        }
        assertThat(sink.events()).containsExactly(events.get(0), events.get(4), events.get(5));
        assertThat(rejections).hasSize(2).allMatch(RejectionReport::accepted);
        assertThat(rejections.get(0).message())
                .isEqualTo(
                        "an event can't be written and is set aside in the spool, the rest goes on: scripted rejection");
        assertThat(rejections.get(1).message()).startsWith("2 events can't be written and are set aside");
        assertThat(spool.events()).isZero();
        assertThat(counters.written.get()).isEqualTo(3);
    }

    @Test
    void withoutABatchItWaitsForAWakeUp() throws Exception {
        assertThat(shipper.step()).contains(Intake.IDLE);
    }

    @Test
    void aTableThatCannotBeWrittenIsToldBeforeThereIsAnythingToWriteAndSoIsItsEnd() throws Exception {
        sink.failToPrepare();
        assertThat(shipper.step()).contains(Duration.ofMinutes(1));
        assertThat(shipper.step()).as("not asked before its time").isPresent();
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.permanent()).isTrue();
            assertThat(failure.problem()).contains("failure of the table");
            assertThat(failure.events()).isZero();
        });
        assertThat(counters.health("status", 0, spool).state()).isEqualTo(PipelineHealth.State.BLOCKED);
        assertThat(readied).isZero();

        sink.succeed();
        ticker.advance(Duration.ofMinutes(1));
        assertThat(shipper.step()).contains(Intake.IDLE);
        assertThat(shipper.step()).contains(Intake.IDLE);
        assertThat(readied).isEqualTo(1);
        assertThat(counters.health("status", 0, spool).state()).isEqualTo(PipelineHealth.State.WORKING);
        seal(0, 3);
        shipper.step();
        assertThat(readied).isEqualTo(1);
    }

    @Test
    void aBatchLeavesWhenItIsSealed() throws Exception {
        seal(0, 3);
        assertThat(shipper.step()).contains(Duration.ZERO);
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 3));
        seal(3, 4);
        assertThat(shipper.step()).contains(Duration.ZERO);
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 4));
        assertThat(spool.events()).isZero();
        assertThat(flushes).extracting(FlushReport::reason).containsOnly(FlushReason.AGE);
        assertThat(counters.health("status", 0, spool).written()).isEqualTo(4);
    }

    @Test
    void batchesThatWaitLeaveTogetherInTheirOrder() throws Exception {
        seal(0, 3);
        seal(3, 4);
        seal(4, 9);
        assertThat(shipper.step()).contains(Duration.ZERO);
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 9));
        assertThat(spool.events()).isZero();
        assertThat(flushes)
                .containsExactly(new FlushReport(
                        "status", 2, 3, 9, FlushReason.BACKLOG, flushes.get(0).receipt(), Duration.ZERO, 0));
        assertThat(counters.health("status", 0, spool).written()).isEqualTo(9);
    }

    @Test
    void aBacklogOfAnySizeLeavesInPortions() throws Exception {
        Spool<ContainerStatusEvent> large = new MemorySpool<>(TelemetryTables.STATUS, 100_000);
        for (int i = 0; i < 45; i++) {
            large.append(SampleEvents.statuses(1000 * i, 1000 * (i + 1)));
            large.seal();
        }
        Shipper<ContainerStatusEvent> patient = new Shipper<>("status", large, sink, ticker, listener, counters);
        while (large.events() > 0) {
            patient.step();
        }
        assertThat(sink.events()).hasSize(45_000);
        assertThat(flushes).extracting(FlushReport::batches).containsExactly(20, 20, 5);
    }

    @Test
    void afterAFailureTheOldestIsTriedAloneUntilItGetsThrough() throws Exception {
        seal(0, 1);
        seal(1, 2);
        seal(2, 3);
        sink.fail(2);
        ticker.advance(shipper.step().orElseThrow());
        assertThat(failures.get(0).events()).isEqualTo(3);
        ticker.advance(shipper.step().orElseThrow());
        assertThat(failures.get(1).events()).isEqualTo(1);
        shipper.step();
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 1));
        shipper.step();
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 3));
        assertThat(flushes).extracting(FlushReport::batches).containsExactly(1, 2);
    }

    @Test
    void aFailureKeepsTheVeryBatchAndWaitsLongerEachTimeUpToACap() throws Exception {
        sink.fail(12);
        seal(0, 2);
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Duration wait = shipper.step().orElseThrow();
            assertThat(wait).isBetween(Duration.ofMillis(250), Duration.ofMinutes(1));
            longest = wait.compareTo(longest) > 0 ? wait : longest;
            assertThat(shipper.step().orElseThrow()).isEqualTo(wait); // not before its time
            ticker.advance(wait);
        }
        assertThat(longest).isGreaterThan(Duration.ofSeconds(29));
        assertThat(counters.health("status", 2, spool).state()).isEqualTo(PipelineHealth.State.RETRYING);
        shipper.step();
        assertThat(sink.attempts()).hasSize(13).containsOnly(sink.attempts().get(0));
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 2));
        assertThat(failures)
                .extracting(WriteFailure::attempts)
                .startsWith(1, 2, 3)
                .endsWith(12);
        assertThat(counters.health("status", 0, spool).state()).isEqualTo(PipelineHealth.State.WORKING);
    }

    @Test
    void aBatchThatWasWrittenAndReportedAsFailedIsThereOnce() throws Exception {
        sink.failAfterSuccess(1);
        seal(0, 2);
        ticker.advance(shipper.step().orElseThrow());
        shipper.step();
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 2));
        assertThat(flushes.get(0).receipt().alreadyPresent()).isTrue();
    }

    @Test
    void aPermanentFailureIsLoudAndSeldomTriedAgain() throws Exception {
        sink.failForGood(1);
        seal(0, 1);
        assertThat(shipper.step()).contains(Duration.ofMinutes(1));
        assertThat(failures.get(0).permanent()).isTrue();
        assertThat(counters.health("status", 1, spool).state()).isEqualTo(PipelineHealth.State.BLOCKED);
        assertThat(counters.health("status", 1, spool).problem()).isEqualTo("scripted failure for good");
        ticker.advance(Duration.ofMinutes(1));
        shipper.step();
        assertThat(sink.events()).hasSize(1);
        assertThat(counters.health("status", 0, spool).problem()).isNull();
    }

    @Test
    void aSinkThatThrowsWhatItShouldNotIsTriedAgain() throws Exception {
        sink.throwUnchecked(1);
        seal(0, 1);
        ticker.advance(shipper.step().orElseThrow());
        shipper.step();
        assertThat(sink.events()).hasSize(1);
        assertThat(failures.get(0).problem()).contains("scripted defect");
    }

    @Test
    void whatWasRefusedBetweenTwoFlushesIsReportedOnce() throws Exception {
        counters.refused.add(7);
        seal(0, 1);
        shipper.step();
        seal(1, 2);
        shipper.step();
        assertThat(flushes).extracting(FlushReport::refused).containsExactly(7L, 0L);
    }

    @Test
    void atTheEndItStopsOnlyWhenNothingIsLeftAndDoesNotWaitLongBetweenAttempts() throws Exception {
        sink.failForGood(1);
        seal(0, 1);
        shipper.step();
        shipper.end();
        Duration wait = shipper.step().orElseThrow();
        assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(500));
        ticker.advance(wait);
        assertThat(shipper.step()).contains(Duration.ZERO);
        assertThat(shipper.step()).isEmpty();
        assertThat(sink.events()).hasSize(1);
    }

    private void seal(int from, int to) throws SpoolException {
        spool.append(SampleEvents.statuses(from, to));
        shipper.sealed(spool.seal().orElseThrow(), FlushReason.AGE);
    }
}
