package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.BOOLEAN;
import static io.dispenser.telemetry.core.table.ColumnType.DOUBLE;
import static io.dispenser.telemetry.core.table.ColumnType.INTEGER;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static io.dispenser.telemetry.core.table.ColumnType.TIMESTAMP;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;
import java.util.List;

/** The two tables. */
public final class TelemetryTables {

    /** Every creation, update and restart of a container. */
    public static final TelemetryTable<DeploymentEvent> DEPLOYMENTS = new TelemetryTableBuilder<DeploymentEvent>(
                    "dispenser-deployments")
            .timestamp("When the change happened")
            .required("service", STRING, "Service name", DeploymentEvent::service)
            .required("image", STRING, "Image name and tag", DeploymentEvent::image)
            .required("image_sha", STRING, "SHA256 digest of the image", DeploymentEvent::imageSha)
            .required("image_size_mb", LONG, "Size of the image in MB", DeploymentEvent::imageSizeMb)
            .required("container_id", STRING, "Docker container ID", DeploymentEvent::containerId)
            .required(
                    "container_created_at",
                    TIMESTAMP,
                    "Creation time reported by Docker",
                    DeploymentEvent::containerCreatedAt)
            .required(
                    "trigger_type",
                    STRING,
                    "Cause of the deployment: startup, cron, image_update, manual_reload",
                    event -> event.trigger().columnValue())
            .required(
                    "dispenser_version",
                    STRING,
                    "Version of the program that wrote the row",
                    DeploymentEvent::dispenserVersion)
            .required(
                    "restart_policy",
                    STRING,
                    "Configured restart policy",
                    event -> event.restartPolicy().columnValue())
            .optional("memory_limit", STRING, "Configured memory limit", DeploymentEvent::memoryLimit)
            .optional("cpu_limit", STRING, "Configured CPU limit", DeploymentEvent::cpuLimit)
            .required(
                    "proxy_enabled",
                    BOOLEAN,
                    "Whether the service uses the reverse proxy",
                    DeploymentEvent::proxyEnabled)
            .optional("proxy_host", STRING, "Host name configured for the proxy", DeploymentEvent::proxyHost)
            .required("port_mappings_count", INTEGER, "Number of exposed ports", DeploymentEvent::portMappings)
            .required("volume_count", INTEGER, "Number of mounted volumes", DeploymentEvent::volumes)
            .required("network_count", INTEGER, "Number of connected networks", DeploymentEvent::networks)
            .identity("timestamp", "service", "container_id")
            .retention(Duration.ofDays(30), Duration.ofDays(7))
            .reader(TelemetryTables::deployment)
            .build();

    /** The state of every managed container, once a sample, with the columns of resource usage. */
    public static final TelemetryTable<ContainerStatusEvent> STATUS = status(true);

    private TelemetryTables() {}

    /** Both, the one of the status with the columns of resource usage. */
    public static List<TelemetryTable<?>> all() {
        return List.of(DEPLOYMENTS, STATUS);
    }

    /**
     * The state of every managed container, once a sample.
     *
     * @param resourceUsage whether a table that is created has the columns for CPU and memory. A table that exists has
     *     those that it has.
     */
    public static TelemetryTable<ContainerStatusEvent> status(boolean resourceUsage) {
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
                .reader(TelemetryTables::statusEvent);
        return (resourceUsage ? withResourceUsage(table) : table).build();
    }

    /** Last, and beyond what the reference writes. */
    private static TelemetryTableBuilder<ContainerStatusEvent> withResourceUsage(
            TelemetryTableBuilder<ContainerStatusEvent> table) {
        return table.optional(
                        "cpu_percent",
                        DOUBLE,
                        "CPU used since the previous sample, 100 = one core",
                        ContainerStatusEvent::cpuPercent)
                .optional("memory_bytes", LONG, "Memory used without the page cache", ContainerStatusEvent::memoryBytes)
                .optional(
                        "memory_limit_bytes",
                        LONG,
                        "Memory limit of the container",
                        ContainerStatusEvent::memoryLimitBytes);
    }

    private static DeploymentEvent deployment(TableRow row) {
        return new DeploymentEvent(
                row.instant("timestamp"),
                row.string("service"),
                row.string("image"),
                row.string("image_sha"),
                row.longValue("image_size_mb"),
                row.string("container_id"),
                row.instant("container_created_at"),
                row.oneOf("trigger_type", TriggerType.values(), TriggerType::columnValue),
                row.string("dispenser_version"),
                row.oneOf("restart_policy", RestartPolicy.values(), RestartPolicy::columnValue),
                row.nullableString("memory_limit"),
                row.nullableString("cpu_limit"),
                row.booleanValue("proxy_enabled"),
                row.nullableString("proxy_host"),
                row.intValue("port_mappings_count"),
                row.intValue("volume_count"),
                row.intValue("network_count"));
    }

    /** Usage is taken from any row that has it: one may come from a spool that was written with other settings. */
    private static ContainerStatusEvent statusEvent(TableRow row) {
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
                row.nullableDouble("cpu_percent"),
                row.nullableLong("memory_bytes"),
                row.nullableLong("memory_limit_bytes"));
    }
}
