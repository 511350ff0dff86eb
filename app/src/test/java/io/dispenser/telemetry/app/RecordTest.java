package io.dispenser.telemetry.app;

import static io.dispenser.telemetry.app.TestContainers.IMAGE_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports to an agent in another process, with a real engine: what {@code record} says is true, whatever becomes of the agent. */
class RecordTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @BeforeEach
    void requireDocker() throws InterruptedException {
        Required.docker();
    }

    @Test
    void whatWasReportedIsInTheTableOnceThoughTheAgentIsKilledAtOnce() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            configure(containers.name("web"));
            containers.run("web", IMAGE_1, "sleep", "600");
            String service = containers.name("web");
            String id = containers.inspect("web").path("Id").asText();
            try (AgentProcess agent = start()) {
                assertThat(Files.getPosixFilePermissions(socket()))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                try (AgentProcess record =
                        record("--service", service, "--trigger", "cron", "--at", "2026-03-01T12:00:00.5Z")) {
                    assertThat(record.await()).as(record.log()).isZero();
                    agent.kill();
                    assertThat(record.output())
                            .isEqualTo("recorded: cron of " + service + " at 2026-03-01T12:00:00.500Z, container "
                                    + service + " (" + id + ")\n");
                    assertThat(record.log()).isEmpty();
                }
            }
            assertThat(socket()).as("nobody was there to remove it").exists();
            assertRefused(1, "not recorded: no agent runs here", "--service", service, "--trigger", "cron");
            try (AgentProcess agent = start().awaitRows("dispenser-deployments", 1)) {
                assertThat(recordOutput(
                                "--service", service, "--trigger", "manual_reload", "--container", id.substring(0, 12)))
                        .startsWith("recorded: manual_reload of " + service);
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            assertThat(socket()).doesNotExist();
            try (AgentProcess agent = start()) { // nothing is left that it would write
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            List<JsonNode> rows = rows();
            assertThat(rows)
                    .extracting(row -> row.path("trigger_type").asText())
                    .containsExactly("manual_reload", "cron");
            JsonNode cron = rows.get(1);
            assertThat(cron.path("timestamp").asText()).startsWith("2026-03-01T12:00:00.5");
            assertThat(cron.path("service").asText()).isEqualTo(service);
            assertThat(cron.path("container_id").asText()).isEqualTo(id);
            assertThat(cron.path("image").asText()).isEqualTo(IMAGE_1);
        }
    }

    @Test
    void aReportThatCannotBeRecordedIsExplained() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            String web = containers.name("web");
            String gone = containers.name("gone");
            configure(web, gone);
            containers.run("web", IMAGE_1, "sleep", "600");
            assertRefused(1, "not recorded: no agent runs here (there is no ", "--service", web, "--trigger", "cron");
            try (AgentProcess agent = start()) {
                assertRefused(1, "service " + gone + " has no container now", "--service", gone, "--trigger", "cron");
                assertRefused(
                        2,
                        "no service is named wbe; configured: " + web + ", " + gone,
                        "--service",
                        "wbe",
                        "--trigger",
                        "cron");
                assertRefused(
                        2,
                        "there is no container nobody",
                        "--service",
                        web,
                        "--trigger",
                        "cron",
                        "--container",
                        "nobody");
                assertThat(agent.terminate()).as(agent.log()).isZero();
                assertThat(agent.log()).doesNotContain("WARN");
            }
        }
    }

    @Test
    void aReloadedConfigurationCountsForReportsToo() throws Exception {
        try (TestContainers containers = new TestContainers()) {
            String web = containers.name("web");
            String job = containers.name("job");
            String[] report = {"--service", job, "--trigger", "cron"};
            configure(web);
            containers.run("job", IMAGE_1, "sleep", "600");
            try (AgentProcess agent = start()) {
                assertRefused(2, "no service is named " + job, report);
                configure(web, job);
                agent.sighup().awaitLog("configuration reloaded: 2 services");
                assertThat(recordOutput(report)).startsWith("recorded: cron of " + job);
                configureSpool("elsewhere", web, job);
                agent.sighup().awaitLog("spool in " + folder + "/elsewhere");
                agent.awaitRows("dispenser-deployments", 1); // what the old spool held was written at its end
                assertThat(socket()).doesNotExist();
                assertThat(recordOutput(report)).startsWith("recorded: cron of " + job);
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
            assertThat(rows())
                    .extracting(row -> row.path("trigger_type").asText())
                    .containsExactly("cron", "cron");
        }
    }

    private void assertRefused(int exitCode, String message, String... arguments)
            throws IOException, InterruptedException {
        try (AgentProcess record = record(arguments)) {
            assertThat(record.await()).as(record.log()).isEqualTo(exitCode);
            assertThat(record.output()).isEmpty();
            assertThat(record.log().lines()).singleElement().asString().contains(message);
        }
    }

    private String recordOutput(String... arguments) throws IOException, InterruptedException {
        try (AgentProcess record = record(arguments)) {
            assertThat(record.await()).as(record.log()).isZero();
            return record.output();
        }
    }

    private AgentProcess record(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("record"));
        all.addAll(Arrays.asList(arguments));
        return AgentProcess.start(folder, Map.of(), all.toArray(String[]::new));
    }

    private AgentProcess start() throws IOException, InterruptedException {
        return AgentProcess.start(folder, Map.of(), "run").awaitLog("following Docker Engine");
    }

    private Path socket() {
        return folder.resolve("spool/agent.sock");
    }

    /** Nothing is flushed for its age, so that a row that was just recorded is in the spool and nowhere else. */
    private void configure(String... services) throws IOException {
        configureSpool("spool", services);
    }

    private void configureSpool(String spool, String... services) throws IOException {
        StringBuilder toml = new StringBuilder(String.format(Locale.ROOT, """
                [telemetry]
                enabled = true
                table_uri_deployments = "tables/deployments"
                table_uri_status = "tables/status"
                flush_interval = 3600
                spool_dir = "%s"
                """, spool));
        for (String service : services) {
            toml.append("[[service]]\npath = \"").append(service).append("\"\n");
            Files.writeString(
                    Files.createDirectories(folder.resolve(service)).resolve("service.toml"),
                    "[service]\nname = \"" + service + "\"\nimage = \"whatever:1\"\n");
        }
        Files.writeString(folder.resolve("dispenser.toml"), toml);
    }

    /** All rows of the deployments table, newest first. */
    private List<JsonNode> rows() throws IOException, InterruptedException {
        try (AgentProcess show = AgentProcess.start(
                folder, Map.of(), "show", "deployments", "--format", "json", "--directory", "tables")) {
            assertThat(show.await()).as(show.log()).isZero();
            List<JsonNode> rows = new ArrayList<>();
            for (String line : show.output().lines().toList()) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        }
    }
}
