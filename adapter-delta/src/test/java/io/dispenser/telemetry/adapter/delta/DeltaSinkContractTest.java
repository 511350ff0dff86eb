package io.dispenser.telemetry.adapter.delta;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.BatchSinkContract;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SinkOutage;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class DeltaSinkContractTest extends BatchSinkContract {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final Map<BatchSink<ContainerStatusEvent>, InMemoryTableStore> clients = new ConcurrentHashMap<>();

    @Override
    protected BatchSink<ContainerStatusEvent> open() {
        InMemoryTableStore client = store.anotherClient();
        var sink = new DeltaSink<>(
                TelemetryTables.STATUS, client, "test/1", GroupCommitMode.AUTO, FastGroupCommit.means());
        clients.put(sink, client);
        return sink;
    }

    @Override
    protected List<ContainerStatusEvent> written() throws Exception {
        return ReadBack.statuses(store);
    }

    @Override
    protected boolean canFail(SinkOutage outage) {
        return true;
    }

    @Override
    protected void failNext(BatchSink<ContainerStatusEvent> sink, SinkOutage outage) {
        InMemoryTableStore client = requireNonNull(clients.get(sink));
        switch (outage) {
            case BEFORE_STORING -> client.failNext(StoreOperation.PUT, path -> true, StoreFault.UNAVAILABLE);
            case BEFORE_COMMIT ->
                client.failNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith(".json"), StoreFault.UNAVAILABLE);
            case REPLY_LOST ->
                client.failNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith(".json"), StoreFault.REPLY_LOST);
        }
    }
}
