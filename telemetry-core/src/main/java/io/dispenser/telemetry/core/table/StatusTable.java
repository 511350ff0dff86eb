package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.BOOLEAN;
import static io.dispenser.telemetry.core.table.ColumnType.DOUBLE;
import static io.dispenser.telemetry.core.table.ColumnType.INTEGER;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static io.dispenser.telemetry.core.table.ColumnType.TIMESTAMP;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import java.time.Duration;

/** The table of the status of containers: its columns in their order, and how a row of it is read. */
final class StatusTable {

    private StatusTable() {}

    static TelemetryTable<ContainerStatusEvent> of(ColumnSet columns) {
        TelemetryTableBuilder<ContainerStatusEvent> table = new TelemetryTableBuilder<ContainerStatusEvent>(
                        "dispenser-container-status")
                .timestamp("When the sample was taken")
                .required("service", STRING, "Service name", ContainerStatusEvent::service)
                .required("container_id", STRING, "Short container ID", ContainerStatusEvent::containerId)
                .required(
                        "state",
                        STRING,
                        "Execution state",
                        event -> event.state().columnValue())
                .required(
                        "health_status",
                        STRING,
                        "Health check status: healthy, unhealthy, starting, none",
                        event -> event.healthStatus().columnValue())
                .optional("exit_code", INTEGER, "Exit code of an ended container", ContainerStatusEvent::exitCode)
                .required(
                        "restart_count",
                        INTEGER,
                        "Number of times Docker has restarted the container",
                        ContainerStatusEvent::restartCount)
                .required(
                        "uptime_seconds",
                        LONG,
                        "Seconds since the container started",
                        ContainerStatusEvent::uptimeSeconds)
                .required(
                        "failing_streak",
                        INTEGER,
                        "Consecutive health check failures",
                        ContainerStatusEvent::failingStreak)
                .optional(
                        "last_health_output",
                        STRING,
                        "Output of the last failed health check, truncated",
                        ContainerStatusEvent::lastHealthOutput)
                .identity("timestamp", "service", "container_id")
                .retention(Duration.ofDays(7), Duration.ofDays(1))
                .reader(StatusTable::event);
        return switch (columns) {
            case DOCUMENTED -> table.build();
            case WITHOUT_USAGE -> extended(table, false).build();
            case ALL -> extended(table, true).build();
        };
    }

    /** Last, and beyond what the reference writes. */
    private static TelemetryTableBuilder<ContainerStatusEvent> extended(
            TelemetryTableBuilder<ContainerStatusEvent> table, boolean usage) {
        if (usage) {
            table.optional(
                            "cpu_percent",
                            DOUBLE,
                            "CPU used since the previous sample, 100 = one core",
                            event -> event.usage().cpuPercent())
                    .optional(
                            "memory_bytes",
                            LONG,
                            "Memory used without the page cache",
                            event -> event.usage().memoryBytes());
        }
        table.optional(
                "memory_limit_bytes",
                LONG,
                "Memory limit of the container",
                event -> event.usage().memoryLimitBytes());
        OriginColumns.withOrigin(table, ContainerStatusEvent::origin)
                .optional(
                        "image",
                        STRING,
                        "Image name and tag",
                        event -> event.run().image())
                .optional(
                        "oom_killed",
                        BOOLEAN,
                        "Whether the last stop was the kernel's, for want of memory",
                        event -> event.run().oomKilled())
                .optional(
                        "started_at",
                        TIMESTAMP,
                        "Last start of the container",
                        event -> event.run().startedAt())
                .optional(
                        "finished_at",
                        TIMESTAMP,
                        "Last end of the container",
                        event -> event.run().finishedAt());
        return (usage ? withCounters(table) : table).sortBy(OriginColumns.SORT_BY);
    }

    private static TelemetryTableBuilder<ContainerStatusEvent> withCounters(
            TelemetryTableBuilder<ContainerStatusEvent> table) {
        return table.optional(
                        "pids",
                        INTEGER,
                        "Processes and threads",
                        event -> event.usage().pids())
                .optional(
                        "network_rx_bytes",
                        LONG,
                        "Bytes received since the start, over all interfaces",
                        event -> event.usage().networkRxBytes())
                .optional(
                        "network_tx_bytes",
                        LONG,
                        "Bytes sent since the start, over all interfaces",
                        event -> event.usage().networkTxBytes())
                .optional(
                        "block_read_bytes",
                        LONG,
                        "Bytes read from disks since the start",
                        event -> event.usage().blockReadBytes())
                .optional(
                        "block_write_bytes",
                        LONG,
                        "Bytes written to disks since the start",
                        event -> event.usage().blockWriteBytes());
    }

    /** Usage is taken from any row that has it: one may come from a spool that was written with other settings. */
    private static ContainerStatusEvent event(TableRow row) {
        return new ContainerStatusEvent(
                row.instant("timestamp"),
                row.string("service"),
                row.string("container_id"),
                new ContainerState(row.string("state")),
                row.oneOf("health_status", HealthStatus.values(), HealthStatus::columnValue),
                row.nullableInt("exit_code"),
                row.intValue("restart_count"),
                row.longValue("uptime_seconds"),
                row.intValue("failing_streak"),
                row.nullableString("last_health_output"),
                new ContainerUsage(
                        row.nullableDouble("cpu_percent"),
                        row.nullableLong("memory_bytes"),
                        row.nullableLong("memory_limit_bytes"),
                        row.nullableInt("pids"),
                        row.nullableLong("network_rx_bytes"),
                        row.nullableLong("network_tx_bytes"),
                        row.nullableLong("block_read_bytes"),
                        row.nullableLong("block_write_bytes")),
                new ContainerRun(
                        row.nullableString("image"),
                        row.nullableBoolean("oom_killed"),
                        row.nullableInstant("started_at"),
                        row.nullableInstant("finished_at")),
                OriginColumns.origin(row));
    }
}
