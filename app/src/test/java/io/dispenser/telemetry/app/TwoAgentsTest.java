package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs that observe one engine into the same tables, as when both a package and a container were installed. */
class TwoAgentsTest {

    private static final String ALARM = "another agent samples the same containers into the same status table";

    /** When a second question would have been answered, and what a start takes. */
    private static final Duration WHEN_IT_WOULD_BE_KNOWN = Duration.ofSeconds(27);

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    void noticeEachOtherAndARestartIsNoAlarm() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            containers.run("api", IMAGE_1, "sleep", "600");
            try (AgentProcess first = start(containers, "first").awaitRows("dispenser-container-status", 3)) {
                assertThat(first.terminate()).as(first.log()).isZero();
            }
            try (AgentProcess first = start(containers, "first").awaitRows("dispenser-container-status", 3)) {
                TimeUnit.MILLISECONDS.sleep(WHEN_IT_WOULD_BE_KNOWN.toMillis());
                assertThat(first.log()).doesNotContain(ALARM);
                try (AgentProcess second = start(containers, "second").awaitLog(ALARM)) {
                    assertThat(second.terminate()).as(second.log()).isZero();
                    assertThat(second.log().lines().filter(line -> line.contains(ALARM)))
                            .hasSize(1);
                }
                assertThat(first.terminate()).as(first.log()).isZero();
            }
        }
    }

    private AgentProcess start(TestContainers containers, String agent) throws Exception {
        Files.writeString(
                folder.resolve(agent + ".toml"), """
                [telemetry]
                enabled = true
                base_uri = "tables"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool-AGENT"
                [telemetry.docker]
                include_names = ["NAME"]
                """.replace("AGENT", agent).replace("NAME", containers.name("api")));
        return AgentProcess.start(folder, Map.of(), "run", "--config", agent + ".toml");
    }
}
