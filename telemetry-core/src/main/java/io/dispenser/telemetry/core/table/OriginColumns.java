package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.STRING;

import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.function.Function;

/** The columns of where a row comes from, which both tables have. */
final class OriginColumns {

    /** Rows of one service on one host lie together, so that a query for these reads few files of many. */
    static final String[] SORT_BY = {"service", "host", TelemetryTable.TIMESTAMP};

    private OriginColumns() {}

    /** The columns of where a row comes from, which both tables have. */
    static <E extends TelemetryEvent> TelemetryTableBuilder<E> withOrigin(
            TelemetryTableBuilder<E> table, Function<E, Origin> origin) {
        return table.optional(
                        "host",
                        STRING,
                        "Which host this is",
                        event -> origin.apply(event).host())
                .optional(
                        "project",
                        STRING,
                        "Compose project, or Swarm stack",
                        event -> origin.apply(event).project())
                .optional(
                        "container_name",
                        STRING,
                        "Name of the container",
                        event -> origin.apply(event).containerName());
    }

    static Origin origin(TableRow row) {
        return new Origin(
                row.nullableString("host"), row.nullableString("project"), row.nullableString("container_name"));
    }
}
