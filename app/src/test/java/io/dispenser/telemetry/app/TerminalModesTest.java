package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands show on a real terminal, by its width, its encoding and its abilities. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "script of util-linux makes the terminal")
class TerminalModesTest {

    private static final String IMAGE = "registry.example.com/a:1.8";
    private static final Pattern BLOCKS = Pattern.compile("[▁▂▃▄▅▆▇█]");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void requireTerminal() throws InterruptedException {
        Required.terminal();
    }

    @ParameterizedTest
    @CsvSource({
        "80, C.UTF-8, xterm, '', true, true, false",
        "120, C.UTF-8, xterm, 1, false, true, false",
        "200, C, xterm, '', true, false, true",
        "80, C.UTF-8, dumb, '', false, false, false",
    })
    void tables(int columns, String locale, String term, String noColor, boolean colours, boolean blocks, boolean ascii)
            throws Exception {
        fill();
        PseudoTerminal shown = PseudoTerminal.run(
                folder,
                columns,
                Map.of("LC_ALL", locale, "TERM", term, "NO_COLOR", noColor),
                "tables",
                "--directory",
                folder.toString());

        assertThat(shown.exitCode()).as(shown.written()).isZero();
        assertThat(shown.hasColours()).isEqualTo(colours);
        assertThat(BLOCKS.matcher(shown.written()).find()).as(shown.written()).isEqualTo(blocks);
        List<String> screen = shown.screen();
        assertThat(screen.get(0))
                .as("all in lines of their own")
                .matches("table +state +version +rows +files +size .*");
        assertThat(screen.get(0).contains("30 days")).isEqualTo(blocks || ascii);
        assertThat(screen.get(2)).matches("deployments +none +-.*");
        assertThat(screen.get(3)).matches("status +WARN +12 +12 +12 +.* kB +\\d+ d ago.*");
    }

    /** Whoever prints a table into a terminal of 80 columns sees what is asked first; a pipe gets all. */
    @ParameterizedTest
    @CsvSource({
        "status, 'timestamp service state status code count percent bytes'",
        "deployments, 'timestamp service action trigger_type image'",
    })
    void rows(String table, String headers) throws Exception {
        fill();
        fill(TelemetryTables.DEPLOYMENTS, "deployments", TerminalModesTest::deployment);
        PseudoTerminal shown = PseudoTerminal.run(folder, 80, Map.of(), "show", table, "-d", folder.toString());

        List<String> screen = shown.screen();
        int rule = IntStream.range(0, screen.size())
                .filter(line -> screen.get(line).startsWith("---"))
                .findFirst()
                .orElseThrow();
        assertThat(screen.get(rule - 1).strip().replaceAll(" +", " ")).isEqualTo(headers);
        assertThat(screen).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(shown.written().contains(IMAGE))
                .as("an image is not cut for a host")
                .isEqualTo(table.startsWith("d"));
        String piped = AgentProcess.outputOf(folder, "show", table, "-d", folder.toString());
        assertThat(piped).doesNotContain("too narrow");
        TelemetryTable<?> definition = table.startsWith("d") ? TelemetryTables.DEPLOYMENTS : TelemetryTables.STATUS;
        assertThat(piped.lines().findFirst().orElseThrow().split(" +", -1))
                .containsExactlyInAnyOrderElementsOf(
                        definition.columns().stream().map(Column::name).toList());
    }

    @ParameterizedTest
    @CsvSource({"40, xterm", "80, xterm", "80, dumb"})
    void nothingIsLeftOfTheProgressOfMaintenance(int columns, String term) throws Exception {
        fill();
        PseudoTerminal shown = PseudoTerminal.run(
                folder, columns, Map.of("TERM", term), "maintain", "--table", "status", "-d", folder.toString());

        assertThat(shown.exitCode()).as(shown.written()).isZero();
        assertThat(shown.written().contains("status optimize"))
                .as("a dumb terminal is spared")
                .isEqualTo(!term.equals("dumb"));
        String screen = String.join("\n", shown.screen()).strip();
        assertThat(screen).startsWith("status       optimize  12 files (").doesNotContain("looking", "[=", " %");
        assertThat(screen.replace("\n", "")).contains("status       vacuum    no files to delete");
    }

    @ParameterizedTest
    @CsvSource({"40, xterm, ''", "80, xterm, 1", "80, dumb, ''"})
    void nothingIsLeftOfTheProgressOfAReport(int columns, String term, String noColor) throws Exception {
        fill();
        PseudoTerminal shown = PseudoTerminal.run(
                folder,
                columns,
                Map.of("TERM", term, "NO_COLOR", noColor),
                "report",
                "--since",
                "2020-01-01",
                "-d",
                folder.toString(),
                "-o",
                "r.html");

        assertThat(shown.exitCode()).as(shown.written()).isZero();
        if (term.equals("dumb")) {
            assertThat(shown.written()).doesNotContain(" % ", "looking for", "making the page");
        } else {
            assertThat(shown.written())
                    .contains("looking for", "making the page")
                    .containsPattern("[0-9] % · dispenser-container-status · ");
        }
        assertThat(shown.hasColours()).isFalse();
        String screen = String.join("", shown.screen()).strip();
        assertThat(screen)
                .contains("/deployments: there is no table yet", "r.html: ", " 12 samples, 0 deployments;")
                .doesNotContain("looking", "making", "[=", " % ");
    }

    @Test
    void anAgentWhoseEngineIsAwaySaysSoFirst() throws Exception {
        Path configuration = Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                base_uri = "tables"
                spool_dir = "spool"
                """);
        String engine = "unix://" + folder.resolve("engine.sock");
        try (AgentProcess agent = AgentProcess.start(
                folder, Map.of("DOCKER_HOST", engine), "run", "--config", configuration.toString())) {
            agent.awaitLog("there is no socket").awaitLog("dispenser-container-status: the table can be written");
            PseudoTerminal shown = PseudoTerminal.run(folder, 80, Map.of(), "status", "-c", configuration.toString());

            assertThat(shown.exitCode()).isEqualTo(1);
            List<String> screen = shown.screen();
            assertThat(screen.get(0)).matches("NOT WELL since \\d{4}-.* UTC \\(.*\\): 1 trouble");
            assertThat(screen.get(1)).startsWith("FAILED  the engine is not followed since ");
            assertThat(screen).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(screen).anyMatch(line -> line.startsWith("  what to do: mend the cause"));
            assertThat(screen).anyMatch(line -> line.matches("dispenser-container-status +ok +none yet +nothing.*"));
        }
    }

    private static DeploymentEvent deployment(int number) {
        DeploymentEvent row = SampleEvents.deployment(number);
        return new DeploymentEvent(
                row.timestamp(),
                row.service(),
                IMAGE,
                row.imageSha(),
                row.imageSizeMb(),
                row.containerId(),
                row.containerCreatedAt(),
                row.trigger(),
                row.dispenserVersion(),
                row.restartPolicy(),
                row.memoryLimit(),
                row.cpuLimit(),
                row.proxyEnabled(),
                row.proxyHost(),
                row.portMappings(),
                row.volumes(),
                row.networks(),
                row.origin(),
                row.action(),
                row.previousImage(),
                row.previousImageSha());
    }

    private void fill() throws Exception {
        fill(TelemetryTables.STATUS, "status", SampleEvents::status);
    }

    private <E extends TelemetryEvent> void fill(TelemetryTable<E> table, String name, IntFunction<E> event)
            throws Exception {
        try (var sink = new DeltaSink<>(
                table,
                ServiceLoader.load(StorageAdapter.class)
                        .findFirst()
                        .orElseThrow()
                        .open(TableUri.ofDirectory(folder.resolve(name)), StorageSettings.NONE),
                "test/1")) {
            for (int number = 0; number < 12; number++) {
                sink.write(new Batch<>("writer", number, List.of(event.apply(number))));
            }
        }
    }
}
