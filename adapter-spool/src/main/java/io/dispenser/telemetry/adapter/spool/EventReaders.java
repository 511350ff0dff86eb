package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;

/** Events from their columns. */
final class EventReaders {

    private EventReaders() {}

    static DeploymentEvent deployment(EventFields fields) throws UnreadableEventException {
        return new DeploymentEvent(
                fields.instant("timestamp"),
                fields.text("service"),
                fields.text("image"),
                fields.text("image_sha"),
                fields.longNumber("image_size_mb"),
                fields.text("container_id"),
                fields.instant("container_created_at"),
                fields.word("trigger_type", TriggerType.values(), TriggerType::columnValue),
                fields.text("dispenser_version"),
                fields.word("restart_policy", RestartPolicy.values(), RestartPolicy::columnValue),
                fields.optionalText("memory_limit"),
                fields.optionalText("cpu_limit"),
                fields.flag("proxy_enabled"),
                fields.optionalText("proxy_host"),
                fields.number("port_mappings_count"),
                fields.number("volume_count"),
                fields.number("network_count"));
    }

    static ContainerStatusEvent status(EventFields fields) throws UnreadableEventException {
        return new ContainerStatusEvent(
                fields.instant("timestamp"),
                fields.text("service"),
                fields.text("container_id"),
                fields.word("state", ContainerState.values(), ContainerState::columnValue),
                fields.word("health_status", HealthStatus.values(), HealthStatus::columnValue),
                fields.optionalNumber("exit_code"),
                fields.number("restart_count"),
                fields.longNumber("uptime_seconds"),
                fields.number("failing_streak"),
                fields.optionalText("last_health_output"),
                fields.optionalDecimal("cpu_percent"),
                fields.optionalLongNumber("memory_bytes"),
                fields.optionalLongNumber("memory_limit_bytes"));
    }
}
