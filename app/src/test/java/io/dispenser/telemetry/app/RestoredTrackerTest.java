package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static io.dispenser.telemetry.app.TestContainers.IMAGE_2;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a real engine, with a tracker state that was put back from a copy. */
class RestoredTrackerTest {

    private static final String TABLE = "dispenser-deployments";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    void noDeploymentIsDoubledAndNoneIsMissed() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            configure(containers);
            Path tracker = folder.resolve("spool/tracker");
            Path copy = folder.resolve("copy");
            try (AgentProcess agent = start().awaitLog("following Docker Engine")) {
                assertThat(agent.terminate()).as(agent.log()).isZero();
                Files.copy(tracker, copy);
            }
            try (AgentProcess agent = start().awaitLog("following Docker Engine")) {
                containers.run("api", "--restart", "unless-stopped", IMAGE_1, "sleep", "600");
                TestContainers.docker("update", "--restart", "always", containers.name("api"));
                TestContainers.docker("restart", "--time", "0", containers.name("api"));
                containers.remove("api");
                containers.run("api", IMAGE_2, "sleep", "600");
                containers.run("job", "--rm", IMAGE_1, "true");
                agent.awaitRows(TABLE, 5);
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            Files.copy(copy, tracker, StandardCopyOption.REPLACE_EXISTING);
            containers.run("late", IMAGE_1, "sleep", "600");
            try (AgentProcess agent = start().awaitRows(TABLE, 1)) {
                agent.awaitLog("not written again: ");
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            assertThat(rows()).hasSize(6).doesNotHaveDuplicates();
            try (AgentProcess agent = start().awaitLog("following Docker Engine")) {
                assertThat(agent.terminate()).as(agent.log()).isZero();
                assertThat(agent.log()).doesNotContain("not written again");
            }
            assertThat(rows()).hasSize(6);
        }
    }

    private AgentProcess start() throws Exception {
        return AgentProcess.start(folder, Map.of(), "run", "--config", "dispenser.toml");
    }

    private List<String> rows() throws Exception {
        return AgentProcess.outputOf(
                        folder, "show", "deployments", "--limit", "1000", "--format", "json", "--directory", "tables")
                .lines()
                .toList();
    }

    private void configure(TestContainers containers) throws Exception {
        StringBuilder toml = new StringBuilder("""
                [telemetry]
                enabled = true
                table_uri_deployments = "tables/deployments"
                table_uri_status = "tables/status"
                status_interval = 60
                flush_interval = 1
                spool_dir = "spool"
                """);
        for (String service : List.of("api", "job", "late")) {
            toml.append("[[service]]\npath = \"").append(service).append("\"\n");
            Path directory = Files.createDirectory(folder.resolve(service));
            Files.writeString(directory.resolve("service.toml"), """
                    [service]
                    name = "%s"
                    image = "whatever:1"
                    """.replace("%s", containers.name(service)));
        }
        Files.writeString(folder.resolve("dispenser.toml"), toml);
    }
}
