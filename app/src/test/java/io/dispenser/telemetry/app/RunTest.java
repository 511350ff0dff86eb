package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program's life: how it begins without an engine, and how it ends; on hosts whose locales write digits of their own, or
 * have letters whose case changes as in no other. Other tests start the program in the locale of the build.
 */
@ParameterizedClass
@ValueSource(strings = {"ar-EG", "tr-TR", "fa-IR"})
class RunTest {

    private final Locale locale;

    @TempDir
    private Path folder;

    private Path socket;

    RunTest(Locale locale) {
        this.locale = locale;
    }

    @BeforeEach
    void configure() throws IOException {
        socket = folder.resolve("engine.sock");
        Files.createDirectory(folder.resolve("web"));
        Files.writeString(
                folder.resolve("web/service.toml"), "[service]\nname = \"dt-no-such-container\"\nimage = \"x\"\n");
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                table_uri_deployments = "deployments"
                table_uri_status = "status"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"
                shutdown_timeout = 2

                [[service]]
                path = "web"
                """);
    }

    @Test
    void withoutAnEngineItSaysSoOnceAndEndsWellWhenItIsToldTo() throws Exception {
        try (AgentProcess agent = start().awaitLog("there is no socket")) {
            Thread.sleep(3_000); // some more attempts
            assertThat(agent.terminate()).as(agent.log()).isZero();
            // On a busy machine a sample may take longer than its interval of a second, which is told too.
            assertThat(agent.log().lines().filter(line -> line.contains("WARN") && !line.contains("sample not taken")))
                    .hasSize(1);
            assertThat(agent.log()).contains("ended: everything that was accepted is written");
        }
    }

    @Test
    void anEngineThatComesLaterIsFoundAndToldOf() throws Exception {
        Required.docker();
        try (AgentProcess agent = start().awaitLog("there is no socket")) {
            Files.createSymbolicLink(socket, Path.of("/var/run/docker.sock"));
            agent.awaitLog("following Docker Engine").awaitRows("dispenser-container-status", 1);
            assertThat(agent.interrupt()).as(agent.log()).isZero();
        }
    }

    @Test
    void whatCouldNotBeWrittenStaysInTheSpoolAndIsWrittenOnceByTheNextRun() throws Exception {
        Required.docker();
        Files.createSymbolicLink(socket, Path.of("/var/run/docker.sock"));
        long left;
        try (AgentProcess agent = start().awaitRows("dispenser-container-status", 1)) {
            Files.move(folder.resolve("status"), folder.resolve("moved"));
            Files.writeString(folder.resolve("status"), "in the way");
            agent.awaitLog("attempt 1");
            assertThat(outputOf("spool", "ls")).containsPattern("spool: \\d+ events? in \\d+ segments? wait");
            assertThat(agent.terminate()).as(agent.log()).isEqualTo(1);
            Matcher kept = Pattern.compile(
                            "dispenser-container-status: (\\d+) accepted rows? could not be written in time; the spool keeps them")
                    .matcher(agent.log());
            assertThat(kept.find()).as(agent.log()).isTrue();
            left = Long.parseLong(kept.group(1));
        }
        assertThat(outputOf("spool", "cat", "status").lines())
                .hasSize((int) left)
                .allMatch(line -> line.contains("\"state\":\"not_found\""));
        assertThat(outputOf("spool", "verify")).contains("2 tables, ").doesNotContain("problem");

        Files.delete(folder.resolve("status"));
        Files.move(folder.resolve("moved"), folder.resolve("status"));
        try (AgentProcess agent = start().awaitRows("dispenser-container-status", (int) left + 1)) {
            assertThat(agent.log()).contains("the spool holds " + left + " row");
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
        assertThat(outputOf("spool", "ls")).contains("spool: nothing waits");
        List<String> rows = outputOf("show", "status", "--format", "json", "--limit", "100000")
                .lines()
                .toList();
        assertThat(rows).hasSizeGreaterThan((int) left).doesNotHaveDuplicates();
        assertThat(files())
                .allMatch(name -> name.chars().allMatch(c -> c < 0x80))
                .contains("status/_delta_log/00000000000000000000.json")
                .anyMatch(name -> name.matches("spool/dispenser-container-status/[0-9]{10}\\.open"));
    }

    @Test
    void aSecondProgramOnTheSameSpoolIsToldWhoHasIt() throws Exception {
        try (AgentProcess first = start().awaitLog("there is no socket");
                AgentProcess second = start()) {
            assertThat(second.await()).isEqualTo(1);
            assertThat(second.log())
                    .contains("is in use by another process, pid " + first.pid())
                    .doesNotContain("\tat ");
            try (AgentProcess record = AgentProcess.start(
                    folder, environment(), "record", "--service", "dt-no-such-container", "--trigger", "cron")) {
                assertThat(record.await()).isEqualTo(1);
                assertThat(record.log())
                        .as("the first one's socket is as it was")
                        .contains("the engine can't be asked");
            }
            assertThat(first.terminate()).isZero();
        }
    }

    @Test
    void aSpoolWhosePathIsTooLongForASocketIsWarnedOfAndNothingElseIsMissing() throws Exception {
        Path file = folder.resolve("dispenser.toml");
        Files.writeString(file, Files.readString(file).replace("\"spool\"", "\"" + "d".repeat(100) + "\""));
        try (AgentProcess agent =
                start().awaitLog("a shorter spool_dir is needed").awaitLog("there is no socket")) {
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    private AgentProcess start() throws IOException {
        return AgentProcess.start(folder, environment(), "run");
    }

    private String outputOf(String... arguments) throws Exception {
        try (AgentProcess command = AgentProcess.start(folder, environment(), arguments)) {
            assertThat(command.await()).as(command.log()).isZero();
            return command.output();
        }
    }

    /** The flags are what the JVM makes of LANG where the system has that locale. */
    private Map<String, String> environment() {
        return Map.of(
                "DOCKER_HOST", "unix://" + socket,
                "LANG", locale + ".UTF-8",
                "JAVA_TOOL_OPTIONS",
                        "-Duser.language=" + locale.getLanguage() + " -Duser.country=" + locale.getCountry());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString()).toList();
        }
    }
}
