package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Long troubles in no time: intake and shipper take turns, second by second of a manual ticker, under steady load. */
class TroubleTest {

    private static final int EVENTS_A_SECOND = 3;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final FlushPolicy POLICY = new FlushPolicy(100, Long.MAX_VALUE, Duration.ofMinutes(1));

    private final ManualTicker ticker = new ManualTicker();
    private final Inbox<ContainerStatusEvent> inbox = new Inbox<>(50);
    private final PipelineCounters counters = new PipelineCounters();
    private final ScriptedSink<ContainerStatusEvent> table = new ScriptedSink<>();
    private final List<FlushReport> flushes = new ArrayList<>();
    private final List<WriteFailure> failures = new ArrayList<>();
    private final List<FlushReason> sealed = new ArrayList<>();
    private final List<ContainerStatusEvent> accepted = new ArrayList<>();
    private final PipelineListener listener = new PipelineListener() {
        @Override
        public void flushed(FlushReport report) {
            flushes.add(report);
        }

        @Override
        public void writeFailed(WriteFailure failure) {
            failures.add(failure);
        }
    };
    private IntFunction<ContainerStatusEvent> events = SampleEvents::status;
    private int recorded;
    private int refused;

    @Test
    void anOutageOfMinutesUnderLoadLosesAndDoublesNothing() throws Exception {
        Pipe pipe = new Pipe(new MemorySpool<>(TelemetryTables.STATUS, 10_000), table);
        pipe.seconds(120);
        int before = table.events().size();
        assertThat(before).isPositive();

        table.fail(1000);
        pipe.seconds(7 * 60);
        assertThat(table.events()).hasSize(before);
        assertThat(counters.health("status", 0, pipe.spool).state()).isEqualTo(PipelineHealth.State.RETRYING);
        assertThat(failures).extracting(WriteFailure::permanent).containsOnly(false);

        table.succeed();
        pipe.seconds(61); // the longest wait between two attempts, and one step
        assertThat(counters.health("status", 0, pipe.spool).state()).isEqualTo(PipelineHealth.State.WORKING);
        pipe.drain();
        assertThat(refused).isZero();
        assertThat(table.events()).isEqualTo(accepted);
        assertThat(flushes)
                .as("the backlog leaves together")
                .filteredOn(report -> report.batches() > 1)
                .isNotEmpty();
    }

    @Test
    void whileASinkHangsForMinutesEventsAreTakenInAndLeaveTogetherAfterwards() throws Exception {
        Pipe[] self = new Pipe[1];
        int[] hangs = {1};
        BatchSink<ContainerStatusEvent> hanging = new BatchSink<>() {
            @Override
            public WriteReceipt write(Batch<ContainerStatusEvent> batch) throws SinkException, InterruptedException {
                if (hangs[0]-- > 0) {
                    for (int second = 0; second < 8 * 60; second++) { // all the time inside of this one call
                        self[0].load();
                        self[0].intake.step();
                        ticker.advance(SECOND);
                    }
                }
                return table.write(batch);
            }

            @Override
            public WriteReceipt writeAll(List<Batch<ContainerStatusEvent>> batches)
                    throws SinkException, InterruptedException {
                return table.writeAll(batches);
            }
        };
        Pipe pipe = new Pipe(new MemorySpool<>(TelemetryTables.STATUS, 10_000), hanging);
        self[0] = pipe;
        pipe.seconds(120);
        pipe.drain();
        assertThat(flushes.get(0).took()).isEqualTo(Duration.ofMinutes(8));
        assertThat(flushes.get(1).batches()).isGreaterThan(8);
        assertThat(refused).isZero();
        assertThat(table.events()).isEqualTo(accepted);
        assertThat(failures).isEmpty();
    }

    @Test
    void aBlockedTableFillsTheSpoolThenEventsAreRefusedAndCountedAndNothingAcceptedIsDropped() throws Exception {
        Pipe pipe = new Pipe(new MemorySpool<>(TelemetryTables.STATUS, 450), table);
        table.failForGood(1000);
        pipe.seconds(5 * 60);
        assertThat(counters.health("status", 0, pipe.spool).state()).isEqualTo(PipelineHealth.State.BLOCKED);
        assertThat(refused).isPositive();
        assertThat(counters.refused.sum()).isEqualTo(refused);
        assertThat(accepted).hasSizeLessThanOrEqualTo(450 + 100 + 50); // spool, one drain in hand, inbox
        assertThat(sealed).contains(FlushReason.SPOOL_FULL);

        table.succeed();
        pipe.seconds(61);
        int lost = refused;
        pipe.seconds(60);
        pipe.drain();
        assertThat(refused).as("no more, since there is room again").isEqualTo(lost);
        assertThat(table.events()).isEqualTo(accepted);
        assertThat(flushes.stream().mapToLong(FlushReport::refused).sum()).isEqualTo(refused);
    }

    @Test
    void clockStepsChangeTheEventsTimeAndNothingElse() throws Exception {
        ManualInstants clock = new ManualInstants(Instant.parse("2026-03-01T23:59:00Z"));
        events = number -> {
            clock.advance(SECOND);
            if (number % 50 == 20) {
                clock.advance(Duration.ofDays(number % 100 == 20 ? 40 : -40)); // there and back again
            }
            return ContainerStatusEvent.ofState(clock.instant(), "s" + number, "c" + number, ContainerState.RUNNING);
        };
        List<FlushReason> stepping = reasonsOf(new Pipe(new MemorySpool<>(TelemetryTables.STATUS, 10_000), table));
        assertThat(table.events()).isEqualTo(accepted);
        assertThat(accepted)
                .extracting(event -> event.date().toString())
                .contains("2026-03-01", "2026-03-02", "2026-04-10");

        sealed.clear();
        events = SampleEvents::status;
        List<FlushReason> steady =
                reasonsOf(new Pipe(new MemorySpool<>(TelemetryTables.STATUS, 10_000), new ScriptedSink<>()));
        assertThat(stepping).isEqualTo(steady);
        assertThat(steady).contains(FlushReason.EVENTS, FlushReason.AGE);
    }

    private List<FlushReason> reasonsOf(Pipe pipe) throws Exception {
        pipe.seconds(70);
        for (int minute = 0; minute < 3; minute++) { // seldom: the age seals
            pipe.load();
            for (int second = 0; second < 61; second++) {
                pipe.turn();
            }
        }
        pipe.drain();
        return List.copyOf(sealed);
    }

    /** The pipeline without its threads. */
    private final class Pipe {

        private final Spool<ContainerStatusEvent> spool;
        private final Shipper<ContainerStatusEvent> shipper;
        final Intake<ContainerStatusEvent> intake;

        Pipe(Spool<ContainerStatusEvent> spool, BatchSink<ContainerStatusEvent> sink) {
            this.spool = spool;
            this.shipper = new Shipper<>("status", spool, sink, ticker, listener, counters);
            Intake.Sealed told = (number, reason) -> {
                sealed.add(reason);
                shipper.sealed(number, reason);
            };
            this.intake =
                    new Intake<>("status", inbox, spool, POLICY, ticker, listener, counters, told, new PendingAcks<>());
        }

        /** So long under load. */
        void seconds(int seconds) throws InterruptedException {
            for (int second = 0; second < seconds; second++) {
                load();
                turn();
            }
        }

        void load() {
            IntStream.range(recorded, recorded + EVENTS_A_SECOND)
                    .mapToObj(events)
                    .forEach(event -> {
                        if (inbox.offer(event)) {
                            accepted.add(event);
                        } else {
                            counters.refused.increment();
                            refused++;
                        }
                    });
            recorded += EVENTS_A_SECOND;
        }

        void turn() throws InterruptedException {
            intake.step();
            shipper.step();
            ticker.advance(SECOND);
        }

        /** Takes turns until nothing is left. */
        void drain() throws InterruptedException {
            for (int turns = 0; inbox.size() + intake.held() + spool.events() > 0; turns++) {
                assertThat(turns).as("turns until all is written").isLessThan(1000);
                turn();
            }
        }
    }
}
