package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows first, and what {@code init} writes, on a host with an engine and nothing else. */
class FirstConfigurationTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itWorksAsWritten(boolean initialized) throws Exception {
        Path file = folder.resolve("dispenser.toml");
        if (initialized) {
            assertThat(AgentProcess.outputOf(folder, "init")).contains("Wrote dispenser.toml");
        } else {
            String readme = Files.readString(Path.of("../README.md"));
            int start = readme.indexOf("# dispenser.toml\n");
            Files.writeString(file, readme.substring(start, readme.indexOf("```", start)));
        }
        // A root's default lies outside of this test.
        Files.writeString(file, Files.readString(file).replace("\nbase_uri", "\nspool_dir = \"spool\"\nbase_uri"));
        try (TestContainers containers = new TestContainers()) {
            containers.run("api", IMAGE_1, "sleep", "600");
            AgentProcess.outputOf(folder, "check");
            try (AgentProcess agent =
                    AgentProcess.start(folder, Map.of(), "run").awaitLog("following Docker Engine")) {
                agent.awaitLog("dispenser-container-status: the table can be written");
                while (AgentProcess.outputOf(folder, "spool", "cat", "status").isEmpty()) {
                    assertThat(agent.log()).doesNotContain("ERROR");
                }
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            assertThat(AgentProcess.outputOf(folder, "show", "status")).contains(containers.name("api"));
        }
    }

    @Test
    void withoutOneItIsSaidWhatToDo() throws Exception {
        try (AgentProcess run = AgentProcess.start(folder, Map.of(), "run")) {
            assertThat(run.await()).isEqualTo(2);
            assertThat(run.log()).contains("dispenser.toml").doesNotContain("\tat ");
        }
    }
}
