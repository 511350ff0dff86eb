package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs already when the program is started for the first time, on a real engine. */
class ExistingContainersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    void theyHaveARowOnceThoughTheStateIsLost() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            containers.run("web", IMAGE_1, "sleep", "600");
            containers.run("api", IMAGE_1, "sleep", "600");
            configure(containers, "record");
            try (AgentProcess agent = start().awaitRows("dispenser-deployments", 2)) {
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            List<JsonNode> rows = rows();
            assertThat(rows).hasSize(2);
            for (int i = 0; i < rows.size(); i++) {
                JsonNode row = rows.get(i);
                JsonNode container = containers.inspect(i == 0 ? "api" : "web"); // newest first
                assertThat(row.path("service").asText()).isEqualTo(containers.name(i == 0 ? "api" : "web"));
                assertThat(row.path("action").asText()).isEqualTo("created");
                assertThat(row.path("trigger_type").asText()).isEqualTo("startup");
                assertThat(row.path("timestamp").asText())
                        .isEqualTo(DeploymentOracle.micros(
                                        container.path("Created").asText())
                                .toString());
            }

            again();
            assertThat(rows()).as("after a restart").isEqualTo(rows);

            Files.move(folder.resolve("spool"), folder.resolve("lost"));
            again();
            assertThat(rows()).as("after its state was lost").isEqualTo(rows);
        }
    }

    @Test
    void otherwiseTheyHaveNoneAndBothTablesAreThereAllTheSame() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            containers.run("web", IMAGE_1, "sleep", "600");
            configure(containers, "ignore");
            again();

            assertThat(rows()).isEmpty();
            assertThat(AgentProcess.outputOf(folder, "show", "deployments", "-d", "tables"))
                    .startsWith("timestamp ")
                    .contains("(no rows)");
            assertThat(folder.resolve("tables/status/_delta_log/00000000000000000000.json"))
                    .exists();
        }
    }

    /** Observes for a few samples, by which time all that is there was looked at. */
    private void again() throws Exception {
        try (AgentProcess agent = start().awaitLog("following Docker Engine")) {
            agent.awaitRows("dispenser-container-status", 2);
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    private AgentProcess start() throws IOException {
        return AgentProcess.start(folder, Map.of(), "run");
    }

    private List<JsonNode> rows() throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        String output = AgentProcess.outputOf(folder, "show", "deployments", "--format", "json", "-d", "tables");
        for (String line : output.lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    private void configure(TestContainers containers, String existing) throws IOException {
        Files.writeString(
                folder.resolve("dispenser.toml"), String.format(Locale.ROOT, """
                [telemetry]
                enabled = true
                base_uri = "tables"
                spool_dir = "spool"
                status_interval = 1
                flush_interval = 1
                existing = "%s"
                [telemetry.docker]
                include_names = ["%s*"]
                """, existing, containers.prefix()));
    }
}
