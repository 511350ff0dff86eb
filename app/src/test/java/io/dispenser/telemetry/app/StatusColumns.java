package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a container has to be that an engine described alike before and after the sample. Of what a container uses,
 * the row's own value is taken after a look at whether it lies where the engine's two statistics say.
 */
final class StatusColumns {

    private static final List<String> UP = List.of("running", "paused", "restarting");
    private static final long MEMORY_SLACK = 2L << 20;

    /** A health check runs in the container, and what starts it. */
    private static final long PROBE_PIDS = 8;

    private static final long PROBE_MEMORY = 16L << 20;

    /** Of the interval between two samples. */
    private static final double CPU_SLACK = 0.05;

    private final EngineLook before;
    private final EngineLook after;
    private final JsonNode row;
    private final @Nullable Instant previousSample;

    /** @param previousSample the one before in the same while, or null */
    StatusColumns(EngineLook before, EngineLook after, JsonNode row, @Nullable Instant previousSample) {
        this.before = before;
        this.after = after;
        this.row = row;
        this.previousSample = previousSample;
    }

    static Map<String, @Nullable Object> notFound(Instant at, String service, String host) {
        return ofState(at, service, "", "not_found", host, null, null);
    }

    static Map<String, @Nullable Object> unknown(Instant at, String service, String host, JsonNode container) {
        return ofState(
                at,
                service,
                container.path("Id").asText().substring(0, 12),
                "unknown",
                host,
                DeploymentOracle.project(container),
                container.path("Name").asText().replace("/", ""));
    }

    private static Map<String, @Nullable Object> ofState(
            Instant at,
            String service,
            String id,
            String state,
            String host,
            @Nullable String project,
            @Nullable String name) {
        Map<String, @Nullable Object> due = new LinkedHashMap<>();
        due.put("date", at.toString().substring(0, 10));
        due.put("timestamp", at.toString());
        due.put("service", service);
        due.put("container_id", id);
        due.put("state", state);
        due.put("health_status", "none");
        due.put("exit_code", null);
        due.put("restart_count", 0);
        due.put("uptime_seconds", 0);
        due.put("failing_streak", 0);
        due.put("last_health_output", null);
        due.put("cpu_percent", null);
        due.put("memory_bytes", null);
        due.put("memory_limit_bytes", null);
        due.put("host", host);
        due.put("project", project);
        due.put("container_name", name);
        for (String column : List.of("image", "oom_killed", "started_at", "finished_at")) {
            due.put(column, null);
        }
        for (String column :
                List.of("pids", "network_rx_bytes", "network_tx_bytes", "block_read_bytes", "block_write_bytes")) {
            due.put(column, null);
        }
        return due;
    }

    Map<String, @Nullable Object> due(Instant at, String service, String host, boolean oomKilled) {
        JsonNode container = after.container();
        JsonNode state = container.path("State");
        String word = state.path("Status").asText();
        boolean up = UP.contains(word);
        Map<String, @Nullable Object> due = unknown(at, service, host, container);
        due.put("state", word);
        String health = state.at("/Health/Status").asText();
        due.put("health_status", health.isEmpty() ? "none" : health); // Podman says nothing without a check
        if (List.of("exited", "dead", "restarting").contains(word)) {
            due.put("exit_code", state.path("ExitCode").asInt());
        }
        due.put("restart_count", container.path("RestartCount").asInt());
        Instant startedAt = time(state.path("StartedAt"));
        if (up && startedAt != null) {
            due.put("uptime_seconds", Duration.between(startedAt, at).toSeconds());
        }
        int least = before.container().at("/State/Health/FailingStreak").asInt();
        int most = state.at("/Health/FailingStreak").asInt();
        assertThat(row.path("failing_streak").asInt()).as(row.toString()).isBetween(least, most);
        due.put("failing_streak", row.path("failing_streak").asInt());
        JsonNode output = after.lastFailedCheck();
        due.put("last_health_output", output.isMissingNode() ? null : output.asText());
        long limit = container.at("/HostConfig/Memory").asLong();
        due.put("memory_limit_bytes", limit == 0 ? null : limit);
        due.put("image", container.at("/Config/Image").asText());
        due.put("oom_killed", oomKilled);
        due.put(
                "started_at",
                startedAt == null
                        ? null
                        : DeploymentOracle.micros(startedAt.toString()).toString());
        Instant finishedAt = time(state.path("FinishedAt"));
        due.put(
                "finished_at",
                finishedAt == null
                        ? null
                        : DeploymentOracle.micros(finishedAt.toString()).toString());
        boolean measured = !after.stats().path("memory_stats").path("usage").isMissingNode();
        assertThat(measured)
                .as("statistics of a container that is %s", word)
                .isEqualTo(up && !word.equals("restarting"));
        if (measured) {
            usage(due, at);
        }
        return due;
    }

    private void usage(Map<String, @Nullable Object> due, Instant at) {
        JsonNode cpu = row.path("cpu_percent");
        if (previousSample != null) {
            long used = used(after) - used(before);
            Duration interval = Duration.between(previousSample, at);
            // Two samples in this while: no more than it used in all of it.
            assertThat(cpu.isNumber()).as("cpu_percent of %s", row).isTrue();
            assertThat(cpu.asDouble())
                    .as(row.toString())
                    .isBetween(0.0, 100 * ((double) used / interval.toNanos() + CPU_SLACK));
        }
        due.put("cpu_percent", cpu.isNull() ? null : cpu.numberValue());
        boolean probed = !after.container().at("/State/Health").isMissingNode();
        due.put(
                "memory_bytes",
                between("memory_bytes", memory(before), memory(after), MEMORY_SLACK + (probed ? PROBE_MEMORY : 0)));
        due.put(
                "pids",
                between(
                        "pids",
                        number(before, "/pids_stats/current"),
                        number(after, "/pids_stats/current"),
                        probed ? PROBE_PIDS : 0));
        String mode = after.container().at("/HostConfig/NetworkMode").asText();
        boolean own = !mode.equals("host") && after.stats().path("networks").size() > 0;
        for (String direction : List.of("rx", "tx")) {
            String column = "network_" + direction + "_bytes";
            String field = direction + "_bytes";
            due.put(column, own ? between(column, traffic(before, field), traffic(after, field), 0) : null);
        }
        boolean counted =
                after.stats().at("/blkio_stats/io_service_bytes_recursive").size() > 0
                        || after.stats().at("/memory_stats/stats").has("anon");
        for (String direction : List.of("read", "write")) {
            String column = "block_" + direction + "_bytes";
            due.put(column, counted ? between(column, disk(before, direction), disk(after, direction), 0) : null);
        }
    }

    /** The row's value, which has to lie between two of the engine's. */
    private Object between(String column, long one, long other, long slack) {
        assertThat(row.path(column).isIntegralNumber())
                .as("%s of %s", column, row)
                .isTrue();
        assertThat(row.path(column).asLong())
                .as("%s of %s", column, row)
                .isBetween(Math.min(one, other) - slack, Math.max(one, other) + slack);
        return row.path(column).numberValue();
    }

    private static long used(EngineLook look) {
        return number(look, "/cpu_stats/cpu_usage/total_usage");
    }

    private static long memory(EngineLook look) {
        JsonNode details = look.stats().at("/memory_stats/stats");
        return number(look, "/memory_stats/usage")
                - details.path("total_inactive_file")
                        .asLong(details.path("inactive_file").asLong());
    }

    private static long traffic(EngineLook look, String field) {
        long sum = 0;
        for (JsonNode each : look.stats().path("networks")) {
            sum += each.path(field).asLong();
        }
        return sum;
    }

    private static long disk(EngineLook look, String direction) {
        long sum = 0;
        for (JsonNode each : look.stats().at("/blkio_stats/io_service_bytes_recursive")) {
            sum += each.path("op").asText().equalsIgnoreCase(direction)
                    ? each.path("value").asLong()
                    : 0;
        }
        return sum;
    }

    private static long number(EngineLook look, String path) {
        return look.stats().at(path).asLong();
    }

    /** Null for Go's zero time. */
    private static @Nullable Instant time(JsonNode time) {
        return time.asText().startsWith("0001-") ? null : Instant.parse(time.asText());
    }
}
