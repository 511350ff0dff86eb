package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.STRING;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.List;
import java.util.function.Function;

/** The two tables. */
public final class TelemetryTables {

    /** Rows of one service on one host lie together, so that a query for these reads few files of many. */
    static final String[] SORT_BY = {"service", "host", TelemetryTable.TIMESTAMP};

    /** Every creation, update and restart of a container, with all columns. */
    public static final TelemetryTable<DeploymentEvent> DEPLOYMENTS = deployments(ColumnSet.ALL);

    /** The state of every managed container, once a sample, with all columns. */
    public static final TelemetryTable<ContainerStatusEvent> STATUS = status(ColumnSet.ALL);

    private TelemetryTables() {}

    /** Both, with all columns. */
    public static List<TelemetryTable<?>> all() {
        return List.of(DEPLOYMENTS, STATUS);
    }

    /**
     * Every creation, update and restart of a container.
     *
     * @param columns which columns a table that is created has
     */
    public static TelemetryTable<DeploymentEvent> deployments(ColumnSet columns) {
        return DeploymentsTable.of(columns);
    }

    /**
     * The state of every managed container, once a sample.
     *
     * @param columns which columns a table that is created has
     */
    public static TelemetryTable<ContainerStatusEvent> status(ColumnSet columns) {
        return StatusTable.of(columns);
    }

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
