package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pipeline looks around at its table when it has nothing to write, and tells what it finds. */
class LooksAroundTest {

    private static final StrandedBatches STRANDED =
            new StrandedBatches(3, 2, Duration.ofMinutes(25), "nobody is there");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTicker ticker = new ManualTicker();
    private final Spool<ContainerStatusEvent> spool = new MemorySpool<>(TelemetryTables.STATUS, 1000);
    private final Queue<LookAround> finds = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private final Sink sink = new Sink();
    private final Shipper<ContainerStatusEvent> shipper = new Shipper<>(
            "status",
            spool,
            sink,
            ticker,
            new PipelineListener() {
                @Override
                public void stranded(String table, StrandedBatches batches) {
                    heard.add(table + " " + batches.age().toMinutes());
                }

                @Override
                public void nothingStranded(String table) {
                    heard.add(table + " nothing");
                }

                @Override
                public void writeFailed(WriteFailure failure) {
                    heard.add(failure.problem());
                }
            },
            new PipelineCounters());

    @Test
    void atTheStartThenWhenItIsTime() throws Exception {
        find(MINUTE, null);
        find(Duration.ofMinutes(50), null);
        assertThat(shipper.step()).contains(MINUTE);
        assertThat(sink.looks).isEqualTo(1);
        ticker.advance(MINUTE.minusSeconds(1));
        assertThat(shipper.step()).contains(Duration.ofSeconds(1));
        assertThat(sink.looks).isEqualTo(1);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(shipper.step()).contains(Duration.ofMinutes(50));
        assertThat(sink.looks).isEqualTo(2);
    }

    @Test
    void whatIsStrandedIsToldAtEachLookAndItsEndOnce() throws Exception {
        find(MINUTE, STRANDED);
        find(MINUTE, STRANDED);
        for (int look = 0; look < 5; look++) {
            shipper.step();
            ticker.advance(Duration.ofHours(1));
        }
        assertThat(heard).containsExactly("status 25", "status 25", "status nothing");
    }

    @Test
    void batchesOfItsOwnComeFirst() throws Exception {
        spool.append(SampleEvents.statuses(0, 2));
        shipper.sealed(spool.seal().orElseThrow(), FlushReason.EVENTS);
        shipper.step();
        assertThat(sink.written).isEqualTo(1);
        assertThat(sink.looks).isZero();
        shipper.step();
        assertThat(sink.looks).isEqualTo(1);
    }

    @Test
    void aLookThatFailsIsNoTroubleOfTheTable() throws Exception {
        sink.failing = true;
        assertThat(shipper.step()).contains(LooksAround.AFTER_FAILURE);
        assertThat(heard).isEmpty();
        sink.failing = false;
        ticker.advance(LooksAround.AFTER_FAILURE);
        assertThat(shipper.step()).contains(Intake.IDLE);
        assertThat(sink.looks).isEqualTo(2);
    }

    private void find(Duration again, @Nullable StrandedBatches stranded) {
        finds.add(new LookAround(again, Optional.ofNullable(stranded)));
    }

    private final class Sink implements BatchSink<ContainerStatusEvent> {

        private boolean failing;
        private int looks;
        private int written;

        @Override
        public WriteReceipt write(Batch<ContainerStatusEvent> batch) {
            written++;
            return WriteReceipt.written(written, 1, 1);
        }

        @Override
        public LookAround lookAround() throws SinkException {
            looks++;
            if (failing) {
                throw SinkException.permanent("no right to list", null);
            }
            LookAround found = finds.poll();
            return found == null ? LookAround.NOTHING : found;
        }
    }
}
