package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TableRow;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as an agent or a table knows them that has fewer columns. */
public final class EventAsKnown {

    private EventAsKnown() {}

    /** An event of which nothing is known but the values of these columns. */
    public static ContainerStatusEvent by(ColumnSet columns, ContainerStatusEvent event) {
        List<String> names = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (Column<ContainerStatusEvent> column :
                TelemetryTables.status(columns).columns()) {
            names.add(column.name());
            values.add(column.value(event));
        }
        return TelemetryTables.STATUS.event(TableRow.of(names, values));
    }
}
