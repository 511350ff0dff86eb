package io.dispenser.telemetry.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TelemetryTablesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000001Z");

    @Test
    void theDeploymentsTableHasTheDocumentedColumns() {
        assertThat(schema(TelemetryTables.deployments(ColumnSet.DOCUMENTED)))
                .containsExactly(
                        "date DATE NOT NULL",
                        "timestamp TIMESTAMP NOT NULL",
                        "service STRING NOT NULL",
                        "image STRING NOT NULL",
                        "image_sha STRING NOT NULL",
                        "image_size_mb LONG NOT NULL",
                        "container_id STRING NOT NULL",
                        "container_created_at TIMESTAMP NOT NULL",
                        "trigger_type STRING NOT NULL",
                        "dispenser_version STRING NOT NULL",
                        "restart_policy STRING NOT NULL",
                        "memory_limit STRING",
                        "cpu_limit STRING",
                        "proxy_enabled BOOLEAN NOT NULL",
                        "proxy_host STRING",
                        "port_mappings_count INTEGER NOT NULL",
                        "volume_count INTEGER NOT NULL",
                        "network_count INTEGER NOT NULL");
        assertThat(schema(TelemetryTables.DEPLOYMENTS).subList(18, 24))
                .containsExactly(
                        "host STRING",
                        "project STRING",
                        "container_name STRING",
                        "action STRING",
                        "previous_image STRING",
                        "previous_image_sha STRING");
        assertThat(schema(TelemetryTables.DEPLOYMENTS).subList(0, 18))
                .isEqualTo(schema(TelemetryTables.deployments(ColumnSet.DOCUMENTED)));
        assertThat(TelemetryTables.deployments(ColumnSet.WITHOUT_USAGE).columns())
                .hasSize(24);
        assertThat(TelemetryTables.DEPLOYMENTS.name()).isEqualTo("dispenser-deployments");
        assertThat(TelemetryTables.DEPLOYMENTS.partitionColumn()).isEqualTo("date");
        assertThat(TelemetryTables.DEPLOYMENTS.logRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(TelemetryTables.DEPLOYMENTS.deletedFileRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(TelemetryTables.DEPLOYMENTS.targetFileSizeBytes()).isEqualTo(32 * 1024 * 1024);
    }

    @Test
    void theStatusTableHasTheDocumentedColumns() {
        assertThat(schema(TelemetryTables.status(ColumnSet.DOCUMENTED)))
                .containsExactly(
                        "date DATE NOT NULL",
                        "timestamp TIMESTAMP NOT NULL",
                        "service STRING NOT NULL",
                        "container_id STRING NOT NULL",
                        "state STRING NOT NULL",
                        "health_status STRING NOT NULL",
                        "exit_code INTEGER",
                        "restart_count INTEGER NOT NULL",
                        "uptime_seconds LONG NOT NULL",
                        "failing_streak INTEGER NOT NULL",
                        "last_health_output STRING");
        assertThat(schema(TelemetryTables.STATUS).subList(0, 11))
                .isEqualTo(schema(TelemetryTables.status(ColumnSet.DOCUMENTED)));
        assertThat(schema(TelemetryTables.STATUS).subList(11, 26))
                .containsExactly(
                        "cpu_percent DOUBLE",
                        "memory_bytes LONG",
                        "memory_limit_bytes LONG",
                        "host STRING",
                        "project STRING",
                        "container_name STRING",
                        "image STRING",
                        "oom_killed BOOLEAN",
                        "started_at TIMESTAMP",
                        "finished_at TIMESTAMP",
                        "pids INTEGER",
                        "network_rx_bytes LONG",
                        "network_tx_bytes LONG",
                        "block_read_bytes LONG",
                        "block_write_bytes LONG");
        assertThat(TelemetryTables.STATUS.name()).isEqualTo("dispenser-container-status");
        assertThat(TelemetryTables.STATUS.logRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(TelemetryTables.STATUS.deletedFileRetention()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void everyColumnReadsItsOwnComponent() {
        DeploymentEvent deployment = new DeploymentEvent(
                NOW,
                "web",
                "nginx:1",
                "sha256:ab",
                12,
                "cid",
                NOW.minusSeconds(1),
                TriggerType.IMAGE_UPDATE,
                "1.2.3",
                RestartPolicy.ON_FAILURE,
                "512m",
                "0.5",
                true,
                "example.org",
                1,
                2,
                3,
                new Origin("alpha", "shop", "shop-web-1"),
                DeploymentAction.RECREATED,
                "nginx:0",
                "sha256:aa");
        assertThat(values(TelemetryTables.DEPLOYMENTS, deployment))
                .containsExactly(
                        LocalDate.of(2026, 3, 1),
                        NOW,
                        "web",
                        "nginx:1",
                        "sha256:ab",
                        12L,
                        "cid",
                        NOW.minusSeconds(1),
                        "image_update",
                        "1.2.3",
                        "on-failure",
                        "512m",
                        "0.5",
                        true,
                        "example.org",
                        1,
                        2,
                        3,
                        "alpha",
                        "shop",
                        "shop-web-1",
                        "recreated",
                        "nginx:0",
                        "sha256:aa");
        ContainerStatusEvent status = new ContainerStatusEvent(
                        NOW, "web", "abc", ContainerState.EXITED, HealthStatus.UNHEALTHY, 137, 4, 5, 6, "no")
                .with(
                        new ContainerUsage(7.5, 8L, 9L, 10, 11L, 12L, 13L, 14L),
                        new ContainerRun("nginx:1", true, NOW.minusSeconds(2), NOW.minusSeconds(1)),
                        new Origin("alpha", "shop", "shop-web-1"));
        assertThat(values(TelemetryTables.STATUS, status))
                .containsExactly(
                        LocalDate.of(2026, 3, 1),
                        NOW,
                        "web",
                        "abc",
                        "exited",
                        "unhealthy",
                        137,
                        4,
                        5L,
                        6,
                        "no",
                        7.5,
                        8L,
                        9L,
                        "alpha",
                        "shop",
                        "shop-web-1",
                        "nginx:1",
                        true,
                        NOW.minusSeconds(2),
                        NOW.minusSeconds(1),
                        10,
                        11L,
                        12L,
                        13L,
                        14L);
    }

    @Test
    void aStatusTableWithoutResourceUsageLacksWhatTakesAReading() {
        List<String> all = new ArrayList<>(schema(TelemetryTables.STATUS));
        all.removeAll(List.of(
                "cpu_percent DOUBLE",
                "memory_bytes LONG",
                "pids INTEGER",
                "network_rx_bytes LONG",
                "network_tx_bytes LONG",
                "block_read_bytes LONG",
                "block_write_bytes LONG"));
        TelemetryTable<ContainerStatusEvent> without = TelemetryTables.status(ColumnSet.WITHOUT_USAGE);
        assertThat(schema(without)).isEqualTo(all).hasSize(19);
        assertThat(without.name()).isEqualTo(TelemetryTables.STATUS.name());
        assertThat(without.sortBy()).containsExactly("service", "host", "timestamp");
    }

    private static List<String> schema(TelemetryTable<?> table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + column.type() + (column.nullable() ? "" : " NOT NULL"))
                .toList();
    }

    private static <E extends TelemetryEvent> List<@Nullable Object> values(TelemetryTable<E> table, E event) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column<E> column : table.columns()) {
            Object value = column.value(event);
            assertThat(value).as(column.name()).isInstanceOf(column.type().javaType());
            values.add(value);
        }
        return values;
    }
}
