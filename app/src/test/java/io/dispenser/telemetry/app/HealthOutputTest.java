package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a health check of a real engine's container prints, which may be a secret, on the disk and in the table. */
class HealthOutputTest {

    private static final String SECRET = "password=hunter2";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    void itIsNowhereWhereItIsSwitchedOff() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            containers.run(
                    "sick",
                    "--health-interval=1s",
                    "--health-retries=1",
                    "--health-cmd=echo " + SECRET + "; exit 1",
                    IMAGE_1,
                    "sleep",
                    "600");
            containers.await("sick", c -> c.at("/State/Health/Status").asText().equals("unhealthy"));

            observe(containers, "usual", "");
            assertThat(filesWithTheSecret("usual"))
                    .as("or this test sees nothing")
                    .isNotEmpty();
            assertThat(newestRow("usual").path("last_health_output").asText()).isEqualTo(SECRET + "\n");

            observe(containers, "without", "health_output = false\n");
            assertThat(filesWithTheSecret("without")).isEmpty();
            JsonNode row = newestRow("without");
            assertThat(row.path("last_health_output").isNull())
                    .as(row.toString())
                    .isTrue();
            assertThat(row.path("failing_streak").asInt()).isPositive();
            assertThat(row.path("health_status").asText()).isEqualTo("unhealthy");
        }
    }

    /** Lets an agent sample into its spool, where rows are not compressed, and be killed; what is there is kept for a look. */
    private void observe(TestContainers containers, String name, String more) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));
        Files.writeString(home.resolve("dispenser.toml"), String.format(Locale.ROOT, """
                [telemetry]
                enabled = true
                base_uri = "tables"
                spool_dir = "spool"
                status_interval = 1
                flush_interval = 3600
                %s[telemetry.docker]
                include_names = ["%s*"]
                """, more, containers.prefix()));
        try (AgentProcess agent = AgentProcess.start(home, Map.of(), "run").awaitLog("following Docker Engine")) {
            Path spool = home.resolve("spool");
            agent.awaitLog(log -> holds(spool, containers.name("sick")));
            agent.kill();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path kept = folder.resolve("kept-" + name).resolve(home.relativize(file));
                Files.createDirectories(kept.getParent());
                Files.copy(file, kept);
            }
        }
        try (AgentProcess agent = AgentProcess.start(home, Map.of(), "run")) {
            agent.awaitRows("dispenser-container-status", 1);
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    private List<Path> filesWithTheSecret(String name) throws IOException {
        try (Stream<Path> written = Files.walk(folder.resolve(name));
                Stream<Path> kept = Files.walk(folder.resolve("kept-" + name))) {
            return Stream.concat(written, kept)
                    .filter(Files::isRegularFile)
                    .filter(file -> has(file, SECRET))
                    .toList();
        }
    }

    private static boolean holds(Path folder, String text) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).anyMatch(file -> has(file, text));
        } catch (IOException e) {
            return false; // a file went meanwhile
        }
    }

    private static boolean has(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode newestRow(String name) throws IOException, InterruptedException {
        String rows = AgentProcess.outputOf(
                folder.resolve(name), "show", "status", "--limit", "1", "--format", "json", "-d", "tables");
        return JSON.readTree(rows.lines().findFirst().orElseThrow());
    }
}
