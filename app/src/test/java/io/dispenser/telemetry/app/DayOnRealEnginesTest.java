package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.app.DeploymentOracle.ServiceColumns;
import io.dispenser.telemetry.testkit.PrivatePodman;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of containers on a Docker Engine, and beside it on Podman as a second host, both into the same two tables: every
 * column of every deployment, and of the samples in between, against what the engines' own command line says. It takes minutes, so the gate
 * does without it.
 */
@EnabledIfSystemProperty(named = "telemetry.test.long", matches = "true")
class DayOnRealEnginesTest {

    private static final Path DOCKER = Path.of("/var/run/docker.sock");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> SERVICES =
            List.of("api", "app", "web", "sick", "crash", "hungry", "greedy", "timed", "stuck", "ghost");

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    @Timeout(900)
    void everyColumnIsWhatTheEnginesSay() throws Exception {
        try (PrivatePodman podman =
                        PrivatePodman.start("file", List.of(TestContainers.IMAGE_1, TestContainers.IMAGE_2));
                HoldingProxy proxy = new HoldingProxy(DOCKER, folder.resolve("s"));
                TestContainers one = new TestContainers(DOCKER);
                TestContainers two = new TestContainers(podman.socket());
                EngineEvents oneEvents = new EngineEvents(one, folder);
                EngineEvents twoEvents = new EngineEvents(two, folder)) {
            String version = version();
            String name = one.engine("info", "--format", "{{.Name}}");
            StatusOracle firstStatus = new StatusOracle(one, oneEvents, DOCKER, name);
            StatusOracle secondStatus = new StatusOracle(two, twoEvents, podman.socket(), "second");
            DeploymentOracle first = new DeploymentOracle(one, oneEvents, name, version);
            DeploymentOracle second = new DeploymentOracle(two, twoEvents, "second", version);
            try (AgentProcess firstAgent = first(one, first, firstStatus).awaitLog("following Docker Engine");
                    AgentProcess secondAgent = second(podman, two).awaitLog("following Docker Engine")) {
                firstStatus.sampledBy(firstAgent);
                secondStatus.sampledBy(secondAgent);
                CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> {
                    try {
                        new SecondHostsDay(two, second, secondStatus).pass();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                HostsOperator operator = new HostsOperator(folder, "first.toml", one, firstAgent);
                new FirstHostsDay(one, proxy, first, firstStatus, operator).pass();
                elsewhere.get(2, TimeUnit.MINUTES);
                for (AgentProcess agent : List.of(firstAgent, secondAgent)) {
                    assertThat(agent.terminate()).as(agent.log()).isZero();
                    List<String> errors = agent.log()
                            .lines()
                            .filter(line -> line.contains("ERROR")
                                    || line.contains("another agent")
                                    || line.contains("refused"))
                            .toList();
                    assertThat(errors).isEmpty();
                }
            }
            List<JsonNode> status = rows("status");
            List<JsonNode> deployments = rows("deployments");
            assertAll(
                    () -> first.compare(of(name, deployments)),
                    () -> second.compare(of("second", deployments)),
                    () -> assertThat(deployments).hasSize(first.count() + second.count()),
                    () -> assertThat(firstStatus.compare(of(name, status))).contains(FirstHostsDay.SEEN),
                    () -> assertThat(secondStatus.compare(of("second", status))).contains(SecondHostsDay.SEEN),
                    () -> assertThat(of(name, status).size()
                                    + of("second", status).size())
                            .isEqualTo(status.size()));
        }
    }

    private AgentProcess first(TestContainers containers, DeploymentOracle deployments, StatusOracle status)
            throws IOException {
        StringBuilder services = new StringBuilder();
        for (String service : SERVICES) {
            boolean full = service.equals("api");
            Path directory = Files.createDirectory(folder.resolve(service));
            Files.writeString(
                    directory.resolve("service.toml"),
                    "[service]\nname = \"" + containers.name(service) + "\"\nimage = \"whatever:1\"\n"
                            + (full ? FULL : service.equals("timed") ? farOff : ""));
            services.append("[[service]]\npath = \"").append(service).append("\"\n");
            deployments.configure(
                    containers.name(service),
                    full
                            ? new ServiceColumns("512m", "0.5", "api.example.org", 2, 1, 1)
                            : new ServiceColumns(null, null, null, 0, 0, 0));
            status.configure(containers.name(service));
        }
        return start("first", "", "timeout = 3\n" + services, folder.resolve("s"));
    }

    private AgentProcess second(PrivatePodman podman, TestContainers containers) throws IOException {
        return start(
                "second",
                "host = \"second\"\n",
                "include_names = [\"" + containers.prefix() + "*\"]\n",
                podman.socket());
    }

    private AgentProcess start(String agent, String telemetry, String rest, Path socket) throws IOException {
        Files.writeString(
                folder.resolve(agent + ".toml"),
                "[telemetry]\nenabled = true\nbase_uri = \"tables\"\nstatus_interval = 1\nflush_interval = 1\n"
                        + "spool_dir = \"spool-" + agent + "\"\n" + telemetry + "[telemetry.docker]\n" + rest);
        return AgentProcess.start(
                folder, Map.of("DOCKER_HOST", "unix://" + socket), "run", "--config", agent + ".toml");
    }

    private final String farOff = HostsOperator.daily(Instant.now().plus(Duration.ofHours(12)));

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
            """;

    /** All rows of a table, oldest first. */
    private List<JsonNode> rows(String table) throws IOException, InterruptedException {
        String output = AgentProcess.outputOf(
                folder, "show", table, "--limit", "10000", "--format", "json", "--directory", "tables");
        List<JsonNode> rows = new ArrayList<>();
        for (String line : output.lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        Collections.reverse(rows);
        return rows;
    }

    /** The program's, as it was built. */
    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Main.class.getResourceAsStream("/dispenser-telemetry.properties")) {
            properties.load(file);
        }
        return properties.getProperty("version");
    }

    private static List<JsonNode> of(String host, List<JsonNode> rows) {
        return rows.stream()
                .filter(row -> row.path("host").asText().equals(host))
                .toList();
    }
}
