package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the running program logs and how, by its configuration and its command line. */
class LogSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void eachLineIsAnObjectThatNamesItsTableOrEngine() throws Exception {
        configure("format = 'json'");
        try (AgentProcess agent = start("run")) {
            agent.awaitLog("the table can be written").awaitLog("there is no socket");
            assertThat(agent.terminate()).as(agent.log()).isZero();
            List<JsonNode> lines = new ArrayList<>();
            for (String line : agent.log().lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            assertThat(lines).allSatisfy(line -> {
                assertThat(line.get("time").asText()).endsWith("Z");
                assertThat(line.get("level").asText()).isIn("info", "warn");
                assertThat(line.get("message").asText()).isNotEmpty();
            });
            assertThat(lines)
                    .filteredOn(line -> line.get("message").asText().contains("the table can be written"))
                    .extracting(line -> line.get("table").asText())
                    .containsExactlyInAnyOrder("dispenser-deployments", "dispenser-container-status");
            assertThat(lines)
                    .filteredOn(line -> line.get("message").asText().contains("there is no socket"))
                    .extracting(line -> line.get("engine").asText())
                    .allMatch(engine -> engine.startsWith("Docker Engine at unix://"))
                    .isNotEmpty();
        }
    }

    @Test
    void levelAndFormatChangeAtSighup() throws Exception {
        configure("level = 'warn'");
        try (AgentProcess agent = start("run").awaitLog("there is no socket")) {
            agent.awaitFile(folder.resolve("status/_delta_log/00000000000000000000.json"));
            assertThat(agent.log()).contains(" WARN ").doesNotContain(" INFO ");

            configure("level = 'info'\nformat = 'json'");
            agent.sighup().awaitLog("\"level\":\"info\",\"message\":\"configuration reloaded: ");
            configure("level = 'debug'");
            agent.sighup().awaitLog("INFO  configuration reloaded: ");
            assertThat(agent.terminate()).as(agent.log()).isZero();
            assertThat(agent.log()).as("it is no other way to the tables").doesNotContain("starting anew");
        }
    }

    @Test
    void whatTheCommandLineSaysOfTheLevelWins() throws Exception {
        configure("level = 'error'");
        try (AgentProcess agent = start("-v", "run")) {
            agent.awaitLog(" INFO ").awaitLog("there is no socket");
            agent.sighup().awaitLog("INFO  configuration reloaded: ");
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    @Test
    void whatIsDecidedIsExplainedWithoutStackTraces() throws Exception {
        Required.docker();
        configure("level = 'debug'\n[telemetry.docker]\ninclude_names = ['dt-*']");
        try (TestContainers containers = new TestContainers();
                AgentProcess agent = AgentProcess.start(folder, Map.of(), "run")) {
            agent.awaitLog("following Docker Engine");
            containers.run("web", TestContainers.IMAGE_1, "sleep", "600");
            agent.awaitLog("DEBUG CREATED of " + containers.name("web") + " at ");
            assertThat(agent.log())
                    .containsPattern("DEBUG " + containers.name("web")
                            + ": container [0-9a-f]{64} is startup, since nothing is");

            Files.move(folder.resolve("status"), folder.resolve("moved"));
            Files.writeString(folder.resolve("status"), "in the way");
            agent.awaitLog("  caused by io.dispenser.telemetry.core.port.SinkException: ");
            assertThat(agent.log()).doesNotContain("\tat ");
            Files.delete(folder.resolve("status"));
            Files.move(folder.resolve("moved"), folder.resolve("status"));
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereSighupIsIgnoredThatIsToldAtTheStart() throws Exception {
        configure("");
        String told = "WARN  SIGHUP is ignored here, as under nohup";
        try (AgentProcess agent = AgentProcess.startIgnoringSighup(folder, environment(), "run")) {
            agent.awaitLog(told).sighup().awaitLog("there is no socket");
            assertThat(agent.terminate()).as(agent.log()).isZero();
            assertThat(agent.log()).doesNotContain("configuration reloaded");
        }
        try (AgentProcess agent = start("run").awaitLog("there is no socket")) {
            agent.sighup().awaitLog("configuration reloaded");
            assertThat(agent.log()).doesNotContain("SIGHUP is ignored");
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    @Test
    void anotherWordIsAnErrorThatNamesThoseThatCanBeWritten() throws Exception {
        configure("level = 'trace'");
        try (AgentProcess agent = start("run")) {
            assertThat(agent.await()).isEqualTo(2);
            assertThat(agent.log()).contains("telemetry.log.level", "not one of info, error, warn, debug");
        }
    }

    /** What systemd shows of an agent that does not start: {@code journalctl --priority warning}. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whyItDoesNotStartIsToldTheJournalAsAnError() throws Exception {
        Path journal = Files.createFile(folder.resolve("journal"));
        configure("levle = 'warn'");
        assertThat(inJournal(journal)).isEqualTo(2);
        assertThat(Files.readString(journal)).startsWith("<3>").contains("dispenser.toml:10:1 telemetry.log.levle: ");

        configure("format = 'json'");
        Files.writeString(folder.resolve("spool"), "in the way");
        assertThat(inJournal(journal)).as("it stays in the way").isEqualTo(2);
        assertThat(Files.readString(journal))
                .startsWith("<3>{\"time\":")
                .contains("spool is there, and is no directory");
    }

    private int inJournal(Path journal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(AgentProcess.java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(journal.toFile());
        builder.environment()
                .put(
                        "JOURNAL_STREAM",
                        Files.getAttribute(journal, "unix:dev") + ":" + Files.getAttribute(journal, "unix:ino"));
        return builder.start().waitFor();
    }

    private void configure(String log) throws IOException {
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                table_uri_deployments = "deployments"
                table_uri_status = "status"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"

                [telemetry.log]
                """ + log + "\n");
    }

    private AgentProcess start(String... arguments) throws IOException {
        return AgentProcess.start(folder, environment(), arguments);
    }

    private Map<String, String> environment() {
        return Map.of("DOCKER_HOST", "unix://" + folder.resolve("none.sock"));
    }
}
