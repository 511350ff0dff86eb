package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.util.List;
import java.util.Optional;

/** The events of a status table, read back through Kernel, and by columns. */
final class ReadBack {

    private ReadBack() {}

    /** Past the faults that are planned for {@code store}, and without being counted. */
    static List<ContainerStatusEvent> statuses(InMemoryTableStore store) throws Exception {
        return statuses((TableStore) store.anotherClient());
    }

    static List<ContainerStatusEvent> statuses(TableStore store) throws Exception {
        Optional<Rows> rows = new DeltaTableReader(store).read(RowQuery.newest(Integer.MAX_VALUE));
        if (rows.isPresent()) {
            ColumnsBack.assertSame(store, TelemetryTables.STATUS, rows.get());
        }
        return rows.map(found -> found.events(TelemetryTables.STATUS)).orElse(List.of());
    }
}
