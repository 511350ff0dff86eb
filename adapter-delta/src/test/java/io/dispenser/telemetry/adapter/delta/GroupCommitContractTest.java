package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.BatchSinkContract;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.util.List;

/** What every sink does, done by one that hands all batches over. */
class GroupCommitContractTest extends BatchSinkContract {

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Override
    protected BatchSink<ContainerStatusEvent> open() {
        return new DeltaSink<>(
                TelemetryTables.STATUS,
                store.anotherClient(),
                "test/1",
                GroupCommitMode.ALWAYS,
                FastGroupCommit.means());
    }

    @Override
    protected List<ContainerStatusEvent> written() throws Exception {
        return ReadBack.statuses(store);
    }
}
