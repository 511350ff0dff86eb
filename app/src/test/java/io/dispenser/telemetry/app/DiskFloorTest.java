package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told when the spool's disk has to stay as free as it is not. */
class DiskFloorTest {

    @TempDir
    private Path folder;

    @Test
    void itIsToldOnceWithItsKeyAndRowsComeWhenItIsLowered() throws Exception {
        Required.docker();
        Files.createDirectory(folder.resolve("web"));
        Files.writeString(
                folder.resolve("web/service.toml"), "[service]\nname = \"dt-no-such-container\"\nimage = \"x\"\n");
        configure(1_048_576);
        try (AgentProcess agent = AgentProcess.start(folder, Map.of(), "run")) {
            agent.awaitLog("1048576 MiB are to stay free (spool_min_free_mb): no event is taken until there is room");
            Thread.sleep(3_000); // some more attempts
            assertThat(agent.log().lines().filter(line -> line.contains("spool_min_free_mb")))
                    .hasSize(1);
            configure(0);
            agent.sighup()
                    .awaitLog("INFO  tried anew under the new configuration, after ")
                    .awaitRows("dispenser-container-status", 1);
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    private void configure(int floor) throws IOException {
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                table_uri_deployments = "deployments"
                table_uri_status = "status"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"
                shutdown_timeout = 2
                spool_min_free_mb = FLOOR

                [[service]]
                path = "web"
                """.replace("FLOOR", Integer.toString(floor)));
    }
}
