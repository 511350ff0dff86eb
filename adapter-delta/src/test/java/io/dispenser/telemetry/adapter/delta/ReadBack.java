package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of a status table, read back through Kernel. */
final class ReadBack {

    private ReadBack() {}

    /** Past the faults that are planned for {@code store}, and without being counted. */
    static List<ContainerStatusEvent> statuses(InMemoryTableStore store) throws Exception {
        return statuses((TableStore) store.anotherClient());
    }

    static List<ContainerStatusEvent> statuses(TableStore store) throws Exception {
        Optional<Rows> rows = new DeltaTableReader(store).read(RowQuery.newest(Integer.MAX_VALUE));
        return rows.map(Rows::rows).orElse(List.of()).stream()
                .map(ReadBack::status)
                .toList();
    }

    private static ContainerStatusEvent status(List<@Nullable Object> row) {
        return new ContainerStatusEvent(
                (Instant) value(row, 1),
                (String) value(row, 2),
                (String) value(row, 3),
                new ContainerState((String) value(row, 4)),
                Arrays.stream(HealthStatus.values())
                        .filter(health -> health.columnValue().equals(row.get(5)))
                        .findFirst()
                        .orElseThrow(),
                (Integer) row.get(6),
                (Integer) value(row, 7),
                (Long) value(row, 8),
                (Integer) value(row, 9),
                (String) row.get(10),
                (Double) row.get(11),
                (Long) row.get(12),
                (Long) row.get(13));
    }

    private static Object value(List<@Nullable Object> row, int column) {
        return Objects.requireNonNull(row.get(column));
    }
}
