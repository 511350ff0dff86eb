package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.BOOLEAN;
import static io.dispenser.telemetry.core.table.ColumnType.DATE;
import static io.dispenser.telemetry.core.table.ColumnType.DOUBLE;
import static io.dispenser.telemetry.core.table.ColumnType.INTEGER;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static io.dispenser.telemetry.core.table.ColumnType.TIMESTAMP;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two tables. */
public final class TelemetryTables {

    private static final String PARTITION_COLUMN = "date";
    private static final long TARGET_FILE_SIZE_BYTES = 32L * 1024 * 1024;

    /** Every creation, update and restart of a container. */
    public static final TelemetryTable<DeploymentEvent> DEPLOYMENTS = new TelemetryTable<>(
            "dispenser-deployments",
            List.of(
                    required(PARTITION_COLUMN, DATE, "UTC day of timestamp", TelemetryEvent::date),
                    required("timestamp", TIMESTAMP, "When the change happened", DeploymentEvent::timestamp),
                    required("service", STRING, "Service name", DeploymentEvent::service),
                    required("image", STRING, "Image name and tag", DeploymentEvent::image),
                    required("image_sha", STRING, "SHA256 digest of the image", DeploymentEvent::imageSha),
                    required("image_size_mb", LONG, "Size of the image in MB", DeploymentEvent::imageSizeMb),
                    required("container_id", STRING, "Docker container ID", DeploymentEvent::containerId),
                    required(
                            "container_created_at",
                            TIMESTAMP,
                            "Creation time reported by Docker",
                            DeploymentEvent::containerCreatedAt),
                    required(
                            "trigger_type",
                            STRING,
                            "Cause of the deployment: startup, cron, image_update, manual_reload",
                            event -> event.trigger().columnValue()),
                    required(
                            "dispenser_version",
                            STRING,
                            "Version of the program that wrote the row",
                            DeploymentEvent::dispenserVersion),
                    required(
                            "restart_policy",
                            STRING,
                            "Configured restart policy",
                            event -> event.restartPolicy().columnValue()),
                    optional("memory_limit", STRING, "Configured memory limit", DeploymentEvent::memoryLimit),
                    optional("cpu_limit", STRING, "Configured CPU limit", DeploymentEvent::cpuLimit),
                    required(
                            "proxy_enabled",
                            BOOLEAN,
                            "Whether the service uses the reverse proxy",
                            DeploymentEvent::proxyEnabled),
                    optional("proxy_host", STRING, "Host name configured for the proxy", DeploymentEvent::proxyHost),
                    required("port_mappings_count", INTEGER, "Number of exposed ports", DeploymentEvent::portMappings),
                    required("volume_count", INTEGER, "Number of mounted volumes", DeploymentEvent::volumes),
                    required("network_count", INTEGER, "Number of connected networks", DeploymentEvent::networks)),
            List.of("timestamp", "service", "container_id"),
            PARTITION_COLUMN,
            Duration.ofDays(30),
            Duration.ofDays(7),
            TARGET_FILE_SIZE_BYTES);

    private static final List<Column<ContainerStatusEvent>> STATUS_COLUMNS = List.of(
            required(PARTITION_COLUMN, DATE, "UTC day of timestamp", TelemetryEvent::date),
            required("timestamp", TIMESTAMP, "When the sample was taken", ContainerStatusEvent::timestamp),
            required("service", STRING, "Service name", ContainerStatusEvent::service),
            required("container_id", STRING, "Short container ID", ContainerStatusEvent::containerId),
            required("state", STRING, "Execution state", event -> event.state().columnValue()),
            required(
                    "health_status",
                    STRING,
                    "Health check status: healthy, unhealthy, starting, none",
                    event -> event.healthStatus().columnValue()),
            optional("exit_code", INTEGER, "Exit code of an ended container", ContainerStatusEvent::exitCode),
            required(
                    "restart_count",
                    INTEGER,
                    "Number of times Docker has restarted the container",
                    ContainerStatusEvent::restartCount),
            required(
                    "uptime_seconds", LONG, "Seconds since the container started", ContainerStatusEvent::uptimeSeconds),
            required(
                    "failing_streak",
                    INTEGER,
                    "Consecutive health check failures",
                    ContainerStatusEvent::failingStreak),
            optional(
                    "last_health_output",
                    STRING,
                    "Output of the last failed health check, truncated",
                    ContainerStatusEvent::lastHealthOutput));

    /** Last, and beyond what the reference writes. */
    private static final List<Column<ContainerStatusEvent>> RESOURCE_USAGE_COLUMNS = List.of(
            optional(
                    "cpu_percent",
                    DOUBLE,
                    "CPU used since the previous sample, 100 = one core",
                    ContainerStatusEvent::cpuPercent),
            optional("memory_bytes", LONG, "Memory used without the page cache", ContainerStatusEvent::memoryBytes),
            optional(
                    "memory_limit_bytes",
                    LONG,
                    "Memory limit of the container",
                    ContainerStatusEvent::memoryLimitBytes));

    /** The state of every managed container, once a sample, with the columns of resource usage. */
    public static final TelemetryTable<ContainerStatusEvent> STATUS = status(true);

    private TelemetryTables() {}

    /**
     * The state of every managed container, once a sample.
     *
     * @param resourceUsage whether a table that is created has the columns for CPU and memory. A table that exists has
     *     those that it has.
     */
    public static TelemetryTable<ContainerStatusEvent> status(boolean resourceUsage) {
        List<Column<ContainerStatusEvent>> columns = new ArrayList<>(STATUS_COLUMNS);
        if (resourceUsage) {
            columns.addAll(RESOURCE_USAGE_COLUMNS);
        }
        return new TelemetryTable<>(
                "dispenser-container-status",
                columns,
                List.of("timestamp", "service", "container_id"),
                PARTITION_COLUMN,
                Duration.ofDays(7),
                Duration.ofDays(1),
                TARGET_FILE_SIZE_BYTES);
    }

    private static <E> Column<E> required(
            String name, ColumnType type, String description, Function<E, @Nullable Object> accessor) {
        return new Column<>(name, type, false, description, accessor);
    }

    private static <E> Column<E> optional(
            String name, ColumnType type, String description, Function<E, @Nullable Object> accessor) {
        return new Column<>(name, type, true, description, accessor);
    }
}
