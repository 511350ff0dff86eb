package io.dispenser.telemetry.adapter.delta.groupcommit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.inbox.InboxFormat;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.inbox.StoreInbox;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A spool can't read a batch any more that was handed over before: it must not be passed over by the number of a later one. */
class OlderBatchesTest {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final Batch<ContainerStatusEvent> lost = new Batch<>("w", 0, SampleEvents.statuses(0, 3));
    private final Batch<ContainerStatusEvent> kept = new Batch<>("w", 1, SampleEvents.statuses(3, 6));

    @Test
    void aFileThatHoldsItWithLaterOnesIsCommittedFirst() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.prepare();
            String table = SnapshotFacts.tableId(new DeltaLog(store).load().orElseThrow());
            new StoreInbox(store, new SystemScheduler())
                    .put(
                            InboxName.fresh("w", 1),
                            InboxFormat.encode(TelemetryTables.STATUS, table, -1, List.of(lost, kept)));

            assertThatThrownBy(() -> sink.write(kept)).hasMessageContaining("wait in the inbox");
            while (!store.list(InboxName.DIRECTORY, "").isEmpty()) {
                Thread.sleep(20);
            }
            RetryingWriter.write(sink, kept);

            assertThat(sink.absent(lost.events()).orElseThrow()).isEmpty();
            assertThat(sink.lastNumber("w")).hasValue(1);
        }
    }
}
