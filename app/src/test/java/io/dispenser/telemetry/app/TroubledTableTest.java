package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the agent, and of the other table, when one table can't be written from the start. */
class TroubledTableTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                table_uri_deployments = "tables/deployments"
                table_uri_status = "tables/status"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"
                shutdown_timeout = 2
                """);
    }

    @Test
    void aTableThatCannotBeMadeIsAnErrorAndTheOtherOneIsMade() throws Exception {
        Files.createDirectory(folder.resolve("tables"));
        Files.writeString(folder.resolve("tables/status"), "in the way");
        try (AgentProcess agent = start()) {
            agent.awaitLog("dispenser-deployments: the table can be written")
                    .awaitLog("ERROR dispenser-container-status: ");
            assertThat(agent.log()).contains("rows wait in the spool");
            assertThat(folder.resolve("tables/deployments/_delta_log")).isDirectory();
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    @Test
    void aLogThatIsDamagedKeepsOnlyItsOwnTableWaiting() throws Exception {
        try (AgentProcess agent = start()) {
            agent.awaitLog("dispenser-container-status: the table can be written");
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
        Path commit = folder.resolve("tables/status/_delta_log/00000000000000000000.json");
        byte[] whole = Files.readAllBytes(commit);
        Files.write(commit, Arrays.copyOf(whole, whole.length / 2));
        Files.deleteIfExists(commit.resolveSibling("00000000000000000000.crc"));
        try (AgentProcess agent = start()) {
            agent.awaitLog("dispenser-deployments: the table can be written")
                    .awaitLog("ERROR dispenser-container-status: ");
            Files.write(commit, whole);
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    private AgentProcess start() throws IOException {
        return AgentProcess.start(folder, Map.of("DOCKER_HOST", "unix://" + folder.resolve("no-engine.sock")), "run");
    }
}
