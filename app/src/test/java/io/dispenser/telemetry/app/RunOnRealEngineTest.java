package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program against a real engine: what its tables say is compared column by column with what {@code docker} says. */
class RunOnRealEngineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    void everyDeploymentIsARowWithItsTriggerAndTheEnginesOwnFacts() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            configure(containers, List.of("api", "old"), true);
            containers.run("old", IMAGE_1, "sleep", "600");
            String begin = TestContainers.docker("info", "--format", "{{.SystemTime}}");
            List<JsonNode> expected = new ArrayList<>();
            try (AgentProcess agent = start().awaitLog("following Docker Engine")) {
                containers.run("api", "--restart", "unless-stopped", "--memory", "64m", IMAGE_1, "sleep", "600");
                expected.add(containers.inspect("api"));
                TestContainers.docker("update", "--restart", "always", containers.name("api"));
                expected.add(containers.inspect("api"));
                TestContainers.docker("restart", "--time", "0", containers.name("api"));
                expected.add(containers.inspect("api"));
                containers.remove("api");
                containers.run("api", "--restart", "always", "--memory", "64m", IMAGE_2, "sleep", "600");
                expected.add(containers.inspect("api"));
                containers.remove("api");
                containers.run("api", IMAGE_2, "sleep", "600");
                expected.add(containers.inspect("api"));
                containers.run("stranger", IMAGE_1, "sleep", "600");
                agent.awaitRows("dispenser-deployments", 5);
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            List<String> triggers =
                    List.of("startup", "manual_reload", "manual_reload", "manual_reload", "manual_reload");
            List<JsonNode> events = containers.events("api", begin).stream()
                    .filter(event -> List.of("create", "update", "restart")
                            .contains(event.path("Action").asText()))
                    .toList();
            List<JsonNode> rows = rows("deployments");
            assertThat(rows).hasSize(5);
            for (int i = 0; i < rows.size(); i++) {
                JsonNode row = rows.get(rows.size() - 1 - i);
                JsonNode container = expected.get(i);
                JsonNode image = TestContainers.image(container.path("Image").asText());
                Instant at = Instant.ofEpochSecond(
                                0, events.get(i).path("timeNano").asLong())
                        .truncatedTo(ChronoUnit.MICROS);
                assertThat(Instant.parse(row.path("timestamp").asText())).isEqualTo(at);
                assertThat(row.path("date").asText()).isEqualTo(at.toString().substring(0, 10));
                assertThat(row.path("service").asText()).isEqualTo(containers.name("api"));
                assertThat(row.path("image")).isEqualTo(container.path("Config").path("Image"));
                assertThat(row.path("image_sha")).isEqualTo(container.path("Image")); // it was never in a registry
                assertThat(row.path("image_size_mb").asLong())
                        .isEqualTo(image.path("Size").asLong() / 1_000_000);
                assertThat(row.path("container_id")).isEqualTo(container.path("Id"));
                assertThat(Instant.parse(row.path("container_created_at").asText()))
                        .isEqualTo(Instant.parse(container.path("Created").asText())
                                .truncatedTo(ChronoUnit.MICROS));
                assertThat(row.path("trigger_type").asText()).isEqualTo(triggers.get(i));
                assertThat(row.path("dispenser_version").asText()).isNotBlank();
                assertThat(row.path("restart_policy"))
                        .isEqualTo(container
                                .path("HostConfig")
                                .path("RestartPolicy")
                                .path("Name"));
                assertThat(row.path("memory_limit").asText()).isEqualTo("512m"); // as the service file says
                assertThat(row.path("cpu_limit").asText()).isEqualTo("0.5");
                assertThat(row.path("proxy_enabled").asBoolean()).isTrue();
                assertThat(row.path("proxy_host").asText()).isEqualTo("api.example.org");
                assertThat(row.path("port_mappings_count").asInt()).isEqualTo(2);
                assertThat(row.path("volume_count").asInt()).isEqualTo(1);
                assertThat(row.path("network_count").asInt()).isEqualTo(1);
            }
        }
    }

    @Test
    void everyStateIsARowWithTheEnginesOwnFacts() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            List<String> names = List.of("healthy", "unhealthy", "exited", "crashed", "paused", "created");
            List<String> services = new ArrayList<>(names);
            services.add("ghost");
            configure(containers, services, false);
            String[] check = {"--health-interval", "1s", "--health-retries", "2", "--health-cmd"};
            containers.run("healthy", with(check, "true", IMAGE_1, "sleep", "600"));
            containers.run("unhealthy", with(check, "echo the probe says no; exit 1", IMAGE_1, "sleep", "600"));
            containers.run("exited", IMAGE_1, "sh", "-c", "exit 3");
            containers.run("crashed", "--restart", "on-failure:2", IMAGE_1, "sh", "-c", "exit 7");
            containers.run("paused", IMAGE_1, "sleep", "600");
            TestContainers.docker("pause", containers.name("paused"));
            TestContainers.docker("create", "--name", containers.name("created"), IMAGE_1, "sleep", "600");
            containers.await("healthy", c -> health(c, "Status").asText().equals("healthy"));
            containers.await("unhealthy", c -> health(c, "Status").asText().equals("unhealthy"));
            containers.await("exited", c -> state(c, "Status").asText().equals("exited"));
            containers.await(
                    "crashed",
                    c -> c.path("RestartCount").asInt() == 2
                            && state(c, "Status").asText().equals("exited"));
            try (AgentProcess agent = start().awaitRows("dispenser-container-status", 1)) {
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }

            List<JsonNode> rows = rows("status");
            JsonNode newest = rows.get(0);
            List<JsonNode> sample = rows.stream()
                    .filter(row -> row.path("timestamp").equals(newest.path("timestamp")))
                    .toList();
            assertThat(sample).hasSize(names.size() + 1);
            Instant now = Instant.parse(newest.path("timestamp").asText());
            for (String name : names) {
                JsonNode row = only(sample, containers.name(name));
                JsonNode container = containers.inspect(name);
                String state = state(container, "Status").asText();
                assertThat(row.path("container_id").asText())
                        .isEqualTo(container.path("Id").asText().substring(0, 12));
                assertThat(row.path("state").asText()).isEqualTo(state);
                assertThat(row.path("health_status").asText())
                        .isEqualTo(health(container, "Status").asText("none"));
                assertThat(row.path("restart_count")).isEqualTo(container.path("RestartCount"));
                if (state.equals("exited")) {
                    assertThat(row.path("exit_code")).isEqualTo(state(container, "ExitCode"));
                } else {
                    assertThat(row.path("exit_code").isNull()).isTrue();
                }
                Duration up = Duration.between(
                        Instant.parse(state(container, "StartedAt").asText()), now);
                boolean isUp = state.equals("running") || state.equals("paused");
                assertThat(row.path("uptime_seconds").asLong()).isEqualTo(isUp ? up.toSeconds() : 0);
            }
            JsonNode sick = only(sample, containers.name("unhealthy"));
            assertThat(sick.path("failing_streak").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(sick.path("last_health_output").asText()).isEqualTo("the probe says no\n");
            assertThat(only(sample, containers.name("healthy"))
                            .path("last_health_output")
                            .isNull())
                    .isTrue();
            JsonNode ghost = only(sample, containers.name("ghost"));
            assertThat(ghost.path("state").asText()).isEqualTo("not_found");
            assertThat(ghost.path("container_id").asText()).isEmpty();
        }
    }

    private static String[] with(String[] head, String... tail) {
        List<String> all = new ArrayList<>(List.of(head));
        all.addAll(List.of(tail));
        return all.toArray(String[]::new);
    }

    private static JsonNode state(JsonNode container, String field) {
        return container.path("State").path(field);
    }

    private static JsonNode health(JsonNode container, String field) {
        return container.path("State").path("Health").path(field);
    }

    private static JsonNode only(List<JsonNode> rows, String service) {
        List<JsonNode> found = rows.stream()
                .filter(row -> row.path("service").asText().equals(service))
                .toList();
        assertThat(found).as(service).hasSize(1);
        return found.get(0);
    }

    private AgentProcess start() throws IOException {
        return AgentProcess.start(folder, Map.of(), "run", "--config", "dispenser.toml");
    }

    /** A configuration with a batch every other second; {@code full} service files have every section. */
    private void configure(TestContainers containers, List<String> services, boolean full) throws IOException {
        StringBuilder toml = new StringBuilder("""
                [telemetry]
                enabled = true
                table_uri_deployments = "tables/deployments"
                table_uri_status = "tables/status"
                status_interval = 1
                flush_interval = 2
                spool_dir = "spool"
                """);
        for (String service : services) {
            toml.append("[[service]]\npath = \"").append(service).append("\"\n");
            Path directory = Files.createDirectory(folder.resolve(service));
            Files.writeString(
                    directory.resolve("service.toml"),
                    String.format(Locale.ROOT, """
                    [service]
                    name = "%s"
                    image = "whatever:1"
                    """, containers.name(service)) + (full ? FULL : ""));
        }
        Files.writeString(folder.resolve("dispenser.toml"), toml);
    }

    private static final String FULL = """
            memory = "512m"
            cpus = "0.5"
            [proxy]
            host = "api.example.org"
            service_port = 80
            [[port]]
            host = 8080
            container = 80
            [[port]]
            host = 8443
            container = 443
            [[volume]]
            source = "data"
            target = "/data"
            [[network]]
            name = "front"
            [dispenser]
            watch = true
            """;

    /** All rows of a table as {@code show} prints them, newest first. */
    private List<JsonNode> rows(String table) throws IOException, InterruptedException {
        try (AgentProcess show = AgentProcess.start(
                folder, Map.of(), "show", table, "--limit", "1000", "--format", "json", "--directory", "tables")) {
            assertThat(show.await()).as(show.log()).isZero();
            List<JsonNode> rows = new ArrayList<>();
            for (String line : show.output().lines().toList()) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        }
    }
}
