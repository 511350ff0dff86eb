package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packed program's life on each family of stores: it goes on with a table of nearly a hundred versions, so that it writes
 * the checkpoint, compacts it, and reads it back by way of the checkpoint. What of Hadoop and Parquet is reached by reflection
 * alone has to be in the minimized jar for this.
 */
class PackedProgramCheck {

    private static final Path HOME = Path.of("target/dispenser-telemetry").toAbsolutePath();
    private static final Path ENGINE = Path.of("/var/run/docker.sock");
    private static final int VERSIONS_BEFORE = 97;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"local", "s3", "gcs", "azure"})
    void itChecksRunsMaintainsShowsAndDescribes(String family) throws Exception {
        if (!Files.exists(ENGINE)) {
            Requirement.notMet("docker", "no Docker Engine at " + ENGINE + "; run .ci/docker.sh as root");
        }
        TestStore store = TestStore.of(family, HOME, folder);
        configure(store);
        writeManyVersions(store);
        Map<String, String> environment = new HashMap<>(store.settings().environment());
        environment.put("DOCKER_HOST", "unix://" + ENGINE);

        assertThat(outputOf(environment, "check")).doesNotContain("FAILED");
        try (AgentProcess agent = AgentProcess.startPacked(HOME, folder, environment, "run")) {
            agent.awaitLog(", version 101,");
            assertThat(agent.terminate()).as(agent.log()).isZero();
            assertThat(agent.log()).doesNotContain("NoClassDefFound", "ClassNotFound", "NoSuchMethod", " ERROR ");
        }
        JsonNode before = status(environment);
        assertThat(before.get("last_checkpoint").isNull()).as("%s", before).isFalse();
        assertThat(before.get("files").asLong()).isGreaterThan(VERSIONS_BEFORE);
        long rows = before.get("rows").asLong();
        assertThat(rows).isGreaterThanOrEqualTo(VERSIONS_BEFORE + 3);

        assertThat(outputOf(environment, "maintain")).containsPattern("status +optimize +\\d");
        JsonNode after = status(environment);
        assertThat(after.get("files").asLong()).as("%s", after).isLessThan(5);
        assertThat(after.get("rows").asLong()).isEqualTo(rows);
        assertThat(outputOf(environment, "show", "status", "--format", "json", "--limit", "100000")
                        .lines())
                .hasSize((int) rows)
                .doesNotHaveDuplicates();
    }

    private void configure(TestStore store) throws IOException {
        Files.createDirectory(folder.resolve("web"));
        Files.writeString(
                folder.resolve("web/service.toml"), "[service]\nname = \"dt-no-such-container\"\nimage = \"x\"\n");
        Files.writeString(
                folder.resolve("dispenser.toml"), String.format(Locale.ROOT, """
                [telemetry]
                enabled = true
                base_uri = "%s"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"
                [telemetry.maintenance]
                enabled = false
                [telemetry.storage]
                %s
                [[service]]
                path = "web"
                """, store.base(), store.options()));
    }

    private static void writeManyVersions(TestStore store) throws Exception {
        Instant start = Instant.now().minus(Duration.ofHours(1));
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.open("status"), "dispenser-telemetry/test")) {
            for (int number : IntStream.range(0, VERSIONS_BEFORE).toArray()) {
                sink.write(new Batch<>(
                        "before",
                        number,
                        List.of(ContainerStatusEvent.ofState(
                                start.plusSeconds(number), "web", "4f66ad9a0b2e", ContainerState.RUNNING))));
            }
        }
    }

    private JsonNode status(Map<String, String> environment) throws Exception {
        return outputOf(environment, "tables", "--format", "json")
                .lines()
                .map(PackedProgramCheck::json)
                .filter(table -> table.get("table").asText().equals("status"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private String outputOf(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        try (AgentProcess command = AgentProcess.startPacked(HOME, folder, environment, arguments)) {
            assertThat(command.await()).as(command.output() + command.log()).isZero();
            return command.output();
        }
    }
}
