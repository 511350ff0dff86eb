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
        // Beyond the story's image update at 6.4 s, whose trigger is as wide as its column's heading.
        try (AgentProcess demo = AgentProcess.start(
                folder, Map.of(), "demo", "--simulated", "--seconds", "8", "--directory", "tables")) {
            assertThat(demo.await()).as(demo.log()).isZero();
            assertThat(demo.log()).isEmpty();
            assertThat(demo.output())
                    .contains("Engine: simulated, as you asked")
                    .containsPattern("timestamp +service +action +trigger_type +image")
                    .containsPattern("timestamp +service +state ")
                    .contains("startup")
                    .contains("image_update")
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
