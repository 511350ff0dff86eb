package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Batches whose names the table holds already, rightly or not. */
class ConflictTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Spool<ContainerStatusEvent> spool = new MemorySpool<>(TelemetryTables.STATUS, 1000);
    private final String writer = spool.writerId();
    private final ScriptedSink<ContainerStatusEvent> sink = new ScriptedSink<>();
    private final List<WriterConflict> conflicts = new ArrayList<>();
    private final Shipper<ContainerStatusEvent> shipper = shipper(spool, sink);

    private Shipper<ContainerStatusEvent> shipper(
            Spool<ContainerStatusEvent> from, BatchSink<ContainerStatusEvent> to) {
        PipelineListener listener = new PipelineListener() {
            @Override
            public void writerRenewed(WriterConflict conflict) {
                conflicts.add(conflict);
            }
        };
        return new Shipper<>("status", from, to, ticker, listener, new PipelineCounters());
    }

    @Test
    void aBatchOfOursWhoseNameIsTakenGoesOutUnderANewWriterId() throws Exception {
        shipper.step();
        sink.write(new Batch<>(writer, 0, SampleEvents.statuses(100, 103)));
        seal(0, 3);
        ship();
        assertThat(sink.events()).containsExactlyInAnyOrderElementsOf(join(100, 103, 0, 3));
        assertThat(conflicts).singleElement().satisfies(conflict -> {
            assertThat(conflict.writerId()).isEqualTo(writer);
            assertThat(conflict.newWriterId()).isEqualTo(spool.writerId()).isNotEqualTo(writer);
            assertThat(conflict.message())
                    .contains("0 of the batch's 3 events are in the table", writer, "which this program did not write");
        });
        seal(3, 5);
        ship();
        assertThat(sink.events()).containsExactlyInAnyOrderElementsOf(join(100, 103, 0, 5));
        assertThat(conflicts).hasSize(1);
    }

    @Test
    void onlyTheEventsOfItThatTheTableLacksGoOut() throws Exception {
        shipper.step();
        sink.write(new Batch<>(writer, 0, SampleEvents.statuses(0, 2)));
        seal(0, 5);
        ship();
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 5));
        assertThat(conflicts)
                .singleElement()
                .returns(2, WriterConflict::present)
                .returns(3, WriterConflict::absent);
    }

    @Test
    void aBatchOfOursThatSomebodyElseWroteWholeIsInAndTheIdIsRenewedAllTheSame() throws Exception {
        shipper.step();
        sink.write(new Batch<>(writer, 0, SampleEvents.statuses(0, 3)));
        seal(0, 3);
        ship();
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 3));
        assertThat(conflicts).hasSize(1);
        assertThat(spool.writerId()).isNotEqualTo(writer);
    }

    @Test
    void aReplyThatWasLostIsNoConflict() throws Exception {
        sink.failAfterSuccess(1);
        seal(0, 3);
        ticker.advance(shipper.step().orElseThrow());
        ship();
        assertThat(sink.events()).isEqualTo(SampleEvents.statuses(0, 3));
        assertThat(conflicts).isEmpty();
    }

    @Test
    void afterAFailedAttemptTheEventsAreLookedForBeforeAnythingIsDropped() throws Exception {
        sink.fail(1);
        seal(0, 3);
        ticker.advance(shipper.step().orElseThrow());
        sink.write(new Batch<>(writer, 0, SampleEvents.statuses(100, 103)));
        ship();
        assertThat(sink.events()).containsExactlyInAnyOrderElementsOf(join(100, 103, 0, 3));
        assertThat(conflicts)
                .singleElement()
                .extracting(WriterConflict::message)
                .asString()
                .contains("lacks rows of it", "somebody removed its rows since")
                .doesNotContain("did not write");
    }

    @Test
    void numbersThatTheTableIsAheadOfShowAtTheStartWithNothingToWrite() throws Exception {
        sink.write(new Batch<>(writer, 7, SampleEvents.statuses(100, 103)));
        shipper.step();
        assertThat(conflicts).singleElement().returns(0L, WriterConflict::batchNumber);
        seal(0, 3);
        ship();
        assertThat(sink.events()).containsExactlyInAnyOrderElementsOf(join(100, 103, 0, 3));
        assertThat(conflicts).hasSize(1);
    }

    @Test
    void ofBatchesThatAnEarlierProcessSealedThoseThatAreInAreNotDoubled() throws Exception {
        for (int i = 0; i < 3; i++) {
            spool.append(SampleEvents.statuses(3 * i, 3 * i + 3));
            spool.seal(); // nobody tells the shipper
        }
        sink.write(new Batch<>(writer, 0, SampleEvents.statuses(0, 3)));
        sink.write(new Batch<>(writer, 1, SampleEvents.statuses(100, 103)));
        ship();
        assertThat(sink.events()).containsExactlyInAnyOrderElementsOf(join(100, 103, 0, 9));
        assertThat(conflicts).singleElement().returns(1L, WriterConflict::batchNumber);
    }

    /** The sink can't look: it knows names alone, as one that only writes does. */
    @Test
    void aBatchThatIsWrittenAndCannotBeRemovedAtOnceIsNoConflict() throws Exception {
        List<ContainerStatusEvent> written = new ArrayList<>();
        Set<Long> names = new HashSet<>();
        BatchSink<ContainerStatusEvent> namesOnly = batch -> {
            if (!names.add(batch.number())) {
                return WriteReceipt.alreadyPresent(-1);
            }
            written.addAll(batch.events());
            return WriteReceipt.written(-1, 1, 1);
        };
        ScriptedSpool failing = new ScriptedSpool();
        Shipper<ContainerStatusEvent> own = shipper(failing, namesOnly);
        failing.append(SampleEvents.statuses(0, 3));
        own.sealed(failing.seal().orElseThrow(), FlushReason.AGE);
        failing.removalFailure = SpoolException.failed("the disk said no", null);
        ticker.advance(own.step().orElseThrow());
        failing.removalFailure = null;
        for (int i = 0; i < 5 && failing.events() > 0; i++) {
            ticker.advance(own.step().orElseThrow());
        }
        assertThat(failing.events()).isZero();
        assertThat(written).isEqualTo(SampleEvents.statuses(0, 3));
        assertThat(conflicts).isEmpty();
    }

    private void seal(int from, int to) throws Exception {
        spool.append(SampleEvents.statuses(from, to));
        shipper.sealed(spool.seal().orElseThrow(), FlushReason.AGE);
    }

    private void ship() throws Exception {
        for (int i = 0; i < 20 && spool.events() > 0; i++) {
            shipper.step();
        }
        assertThat(spool.events()).isZero();
    }

    private static List<ContainerStatusEvent> join(int from, int to, int otherFrom, int otherTo) {
        List<ContainerStatusEvent> all = new ArrayList<>(SampleEvents.statuses(from, to));
        all.addAll(SampleEvents.statuses(otherFrom, otherTo));
        return all;
    }
}
