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
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with a spool that was copied while it ran, and put back when it had run on. */
class PutBackSpoolTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "dispenser-container-status";
    private static final String DEPLOYMENTS = "dispenser-deployments";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    void everySampleIsThereOnceAndOneWarningSaysWhatHappened() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            configure(containers.name("web"));
            List<String> created = new ArrayList<>();
            String before;
            try (AgentProcess agent = start()) {
                created.add(deploy(containers));
                agent.awaitRows(DEPLOYMENTS, 1).awaitRows(STATUS, 2);
                copy(folder.resolve("spool"), folder.resolve("copy"));
                created.add(deploy(containers));
                agent.awaitRows(DEPLOYMENTS, 2).awaitRows(STATUS, 8);
                assertThat(agent.terminate()).as(agent.log()).isZero();
                before = agent.log();
            }
            assertThat(before).doesNotContain("writer id");
            Files.move(folder.resolve("spool"), folder.resolve("replaced"));
            copy(folder.resolve("copy"), folder.resolve("spool"));
            try (AgentProcess agent = start()) {
                created.add(deploy(containers));
                agent.awaitRows(DEPLOYMENTS, 1).awaitRows(STATUS, 3);
                assertThat(agent.terminate()).as(agent.log()).isZero();
                assertThat(agent.log().lines().filter(line -> line.contains("WARN") && line.contains(STATUS)))
                        .as(agent.log())
                        .singleElement()
                        .asString()
                        .contains("the spool was put back from a copy");
                assertThat(rows("status"))
                        .extracting(row -> row.path("timestamp").asText())
                        .doesNotHaveDuplicates()
                        .hasSize(written(before) + written(agent.log()));
                // What was known of deployments went back too, so the second one was found again.
                assertThat(agent.log()).contains("1 deployment from before this start");
                assertThat(rows("deployments"))
                        .extracting(row -> row.path("container_id").asText())
                        .as(agent.log())
                        .containsExactlyInAnyOrderElementsOf(created);
            }
        }
    }

    /** A new container of the service; its id. */
    private static String deploy(TestContainers containers) throws IOException, InterruptedException {
        containers.remove("web");
        containers.run("web", IMAGE_1, "sleep", "600");
        return containers.inspect("web").path("Id").asText();
    }

    /** How many rows of the status table the log says were written, those left out that were there already. */
    private static int written(String log) {
        return Pattern.compile(STATUS + ": (\\d+) rows?(?: of \\d+ batches)?,(?!.*there already)")
                .matcher(log)
                .results()
                .mapToInt(result -> Integer.parseInt(result.group(1)))
                .sum();
    }

    private AgentProcess start() throws IOException, InterruptedException {
        return AgentProcess.start(folder, Map.of(), "run").awaitLog("following Docker Engine");
    }

    private void configure(String service) throws IOException {
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                table_uri_deployments = "tables/deployments"
                table_uri_status = "tables/status"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"

                [[service]]
                path = "web"
                """);
        Files.writeString(
                Files.createDirectory(folder.resolve("web")).resolve("service.toml"),
                "[service]\nname = \"" + service + "\"\nimage = \"whatever:1\"\n");
    }

    /** As a backup does: the socket for reports is no file. */
    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isDirectory(file) || Files.isRegularFile(file)) {
                    Files.copy(file, target.resolve(source.relativize(file)));
                }
            }
        }
    }

    private List<JsonNode> rows(String table) throws IOException, InterruptedException {
        List<JsonNode> rows = new ArrayList<>();
        String output = AgentProcess.outputOf(
                folder, "show", table, "--limit", "1000", "--format", "json", "--directory", "tables");
        for (String line : output.lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }
}
