package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    private Path folder;

    @Test
    void theDemoShowsRowsOfBothTablesAndWhereTheyLie() throws Exception {
        try (AgentProcess demo = AgentProcess.start(
                folder, Map.of(), "demo", "--simulated", "--seconds", "5", "--directory", "tables")) {
            assertThat(demo.await()).as(demo.log()).isZero();
            assertThat(demo.log()).isEmpty();
            assertThat(demo.output())
                    .contains("Engine: simulated, as you asked")
                    // its heading breaks unless the longest trigger, of an update in the last second, came in time
                    .containsPattern("timestamp +service +(trigger_)?type +image")
                    .containsPattern("timestamp +service +state ")
                    .contains("startup")
                    .contains("running")
                    .contains("tables/deployments")
                    .contains("tables/status");
        }
        assertThat(Files.exists(folder.resolve("tables/status/_delta_log/00000000000000000001.json")))
                .isTrue();
    }

    @Test
    void withoutAnEngineItSaysSoAndSimulatesOne() throws Exception {
        String nowhere = "unix://" + folder.resolve("none.sock");
        try (AgentProcess demo = AgentProcess.start(
                folder, Map.of("DOCKER_HOST", nowhere), "demo", "--seconds", "1", "--directory", "tables")) {
            assertThat(demo.await()).as(demo.log()).isZero();
            assertThat(demo.output())
                    .contains("Engine: simulated, since none answers")
                    .contains("none.sock");
        }
    }
}
