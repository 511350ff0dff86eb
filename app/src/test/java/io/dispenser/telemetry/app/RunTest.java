package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's life: how it begins without an engine, and how it ends. */
class RunTest {

    @TempDir
    private Path folder;

    private Path socket;

    @BeforeEach
    void configure() throws IOException {
        socket = folder.resolve("engine.sock");
        Files.createDirectory(folder.resolve("web"));
        Files.writeString(
                folder.resolve("web/service.toml"), "[service]\nname = \"dt-no-such-container\"\nimage = \"x\"\n");
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                table_uri_deployments = "deployments"
                table_uri_status = "status"
                status_interval = 1
                flush_interval = 1

                [[service]]
                path = "web"
                """);
    }

    @Test
    void withoutAnEngineItSaysSoOnceAndEndsWellWhenItIsToldTo() throws Exception {
        try (AgentProcess agent = start().awaitLog("there is no socket")) {
            Thread.sleep(3_000); // some more attempts
            assertThat(agent.terminate()).as(agent.log()).isZero();
            assertThat(agent.log().lines().filter(line -> line.contains("WARN")))
                    .hasSize(1);
            assertThat(agent.log()).contains("ended: everything that was accepted is written");
        }
    }

    @Test
    void anEngineThatComesLaterIsFoundAndToldOf() throws Exception {
        Required.docker();
        try (AgentProcess agent = start().awaitLog("there is no socket")) {
            Files.createSymbolicLink(socket, Path.of("/var/run/docker.sock"));
            agent.awaitLog("following Docker Engine").awaitRows("dispenser-container-status", 1);
            assertThat(agent.interrupt()).as(agent.log()).isZero();
        }
    }

    @Test
    void itsExitCodeTellsThatAcceptedRowsCouldNotBeWritten() throws Exception {
        Required.docker();
        Files.createSymbolicLink(socket, Path.of("/var/run/docker.sock"));
        try (AgentProcess agent = start().awaitRows("dispenser-container-status", 1)) {
            Files.move(folder.resolve("status"), folder.resolve("moved"));
            Files.writeString(folder.resolve("status"), "in the way");
            agent.awaitLog("attempt 1");
            assertThat(agent.terminate()).as(agent.log()).isEqualTo(1);
            assertThat(agent.log())
                    .containsPattern("dispenser-container-status: \\d+ accepted rows could not be written");
        }
    }

    private AgentProcess start() throws IOException {
        return AgentProcess.start(folder, Map.of("DOCKER_HOST", "unix://" + socket), "run");
    }
}
