package io.dispenser.telemetry.core.table;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import java.util.List;

/** The two tables. */
public final class TelemetryTables {

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
}
