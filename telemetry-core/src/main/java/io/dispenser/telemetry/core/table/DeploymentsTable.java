package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.BOOLEAN;
import static io.dispenser.telemetry.core.table.ColumnType.INTEGER;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static io.dispenser.telemetry.core.table.ColumnType.TIMESTAMP;

import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;

/** The table of deployments: its columns in their order, and how a row of it is read. */
final class DeploymentsTable {

    private DeploymentsTable() {}

    static TelemetryTable<DeploymentEvent> of(ColumnSet columns) {
        TelemetryTableBuilder<DeploymentEvent> table = new TelemetryTableBuilder<DeploymentEvent>(
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
                .reader(DeploymentsTable::event);
        return (columns == ColumnSet.DOCUMENTED ? table : extended(table)).build();
    }

    /** Last, and beyond what the reference writes. */
    private static TelemetryTableBuilder<DeploymentEvent> extended(TelemetryTableBuilder<DeploymentEvent> table) {
        return OriginColumns.withOrigin(table, DeploymentEvent::origin)
                .optional(
                        "action",
                        STRING,
                        "What happened: created, recreated, updated, restarted, started, reported",
                        event -> event.action() == null ? null : event.action().columnValue())
                .optional(
                        "previous_image",
                        STRING,
                        "Image of the container whose place it takes",
                        DeploymentEvent::previousImage)
                .optional(
                        "previous_image_sha",
                        STRING,
                        "Digest of the image of the container whose place it takes",
                        DeploymentEvent::previousImageSha)
                .sortBy(OriginColumns.SORT_BY);
    }

    private static DeploymentEvent event(TableRow row) {
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
                row.intValue("network_count"),
                OriginColumns.origin(row),
                row.nullableString("action") == null
                        ? null
                        : row.oneOf("action", DeploymentAction.values(), DeploymentAction::columnValue),
                row.nullableString("previous_image"),
                row.nullableString("previous_image_sha"));
    }
}
