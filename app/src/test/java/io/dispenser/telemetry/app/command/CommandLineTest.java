package io.dispenser.telemetry.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.storage.InstalledAdapters;
import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class CommandLineTest {

    @TempDir
    private Path folder;

    private final CalledProgram program = new CalledProgram();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "init",
                "demo",
                "check",
                "status",
                "record",
                "show",
                "report",
                "spool",
                "spool ls",
                "spool cat",
                "tables upgrade",
                "spool verify",
                "spool retry",
                "spool drop",
                "tables",
                "maintain"
            })
    void everyCommandHasHelpAndTheProgramsVersion(String command) {
        assertThat(execute((command + " --help").split(" "))).isZero();
        assertThat(program.out())
                .startsWith("Usage: dispenser-telemetry " + command)
                .contains("Exit codes:");
        assertThat(execute((command + " --version").split(" "))).isZero();
        assertThat(program.out()).containsPattern("dispenser-telemetry \\d+\\.\\d+");
    }

    @Test
    void commandsAreKnownByTheNamesThatTheirHelpHas() {
        assertThat(DispenserTelemetry.commandLine(CommandContext.ofProcess()).getSubcommands())
                .isNotEmpty()
                .allSatisfy((name, command) -> assertThat(command.getCommandSpec()
                                .userObject()
                                .getClass()
                                .getAnnotation(Command.class)
                                .name())
                        .isEqualTo(name));
    }

    @Test
    void theProgramsOwnHelpHasAllCommandsWhateverFollowsIt() {
        assertThat(execute("--help", "show")).isZero();
        assertThat(program.out()).contains("  init ", "  show ", "  spool ");
    }

    @Test
    void aMistypedCommandIsToldTheOnesThatThereAre() {
        assertThat(execute("-v", "chek")).isEqualTo(2);
        assertThat(program.err()).contains("dispenser-telemetry has no command chek; did you mean", "check");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show nothing | Invalid value for positional parameter",
                "show --since yesterday | --since yesterday is no point in time",
                "show --limit 0 | --limit must be at least 1",
                "show --format csv | say which table --format csv is to print",
                "show --format xml status | Invalid value for option '--format'",
                "demo --seconds 0 | --seconds must be at least 1",
                "spool | say what to do: ls, cat, verify, retry or drop",
                "spool drop --directory . | say --yes to delete them",
                "spool cat | Missing required parameter: 'TABLE'",
                "spool ls --directory nowhere | there is no spool in nowhere",
                "record --service web | Missing required option: '--trigger=WORD'",
                "record --trigger cron | Missing required option: '--service=NAME'",
                "record --service web --trigger reload | is none of startup, cron, image_update, manual_reload",
                "record --service web --trigger cron --at noon | --at noon is no instant: write it as 2026-",
                "record --service web --trigger cron -d nowhere | no agent runs here (there is no nowhere/agent.sock)",
                "dance | dispenser-telemetry has no command dance (dispenser-telemetry --help tells what there is)",
                "reprot | dispenser-telemetry has no command reprot; did you mean report or record?",
                "run --speed 3 | dispenser-telemetry run has no option --speed",
                "report --sinse 7d | dispenser-telemetry report has no option --sinse; did you mean --since?",
                "report --since 7 | --since 7 is no point in time",
                "report web.html | dispenser-telemetry report has no argument web.html",
                "report -d . -o '' | -o names no file",
            })
    void wrongArgumentsAreExplainedInALine(String arguments, String complaint) {
        String[] words = arguments.replace("''", "").split(" ", -1);
        assertThat(execute(words)).isEqualTo(arguments.contains("nowhere") ? 1 : 2);
        assertThat(program.err().lines()).singleElement().asString().contains(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "show"})
    void everyProblemOfAConfigurationIsToldAtItsPlace(String command) throws IOException {
        Path file = write("""
                [telemetry]
                enabled = true
                table_uri_deployments = "s3://bucket/x"
                table_uri_status = "status"
                status_intervall = 5
                """);
        assertThat(execute(command, "--config", file.toString())).isEqualTo(2);
        assertThat(program.err().lines())
                .containsExactly(
                        file
                                + ":3:25 telemetry.table_uri_deployments = \"s3://bucket/x\": no storage adapter for scheme"
                                + " 's3' (installed: file); " + ServedSchemes.HOW_TO_ADD,
                        file + ":5:1 telemetry.status_intervall: unknown key; did you mean status_interval?",
                        "2 problems");
        assertThat(program.out()).isEmpty();
    }

    @Test
    void aSpoolWhosePathIsTooLongForASocketHasNoAgentToReportTo() {
        String longest = "d".repeat(200);
        assertThat(execute("record", "--service", "web", "--trigger", "cron", "--directory", longest))
                .isEqualTo(1);
        assertThat(program.err())
                .contains("the path " + longest + "/agent.sock has 211 bytes")
                .contains("a shorter spool_dir is needed")
                .doesNotContain("\tat ");
    }

    @Test
    void aMissingFileIsTold() {
        assertThat(execute("check", "--config", folder.resolve("none.toml").toString()))
                .isEqualTo(2);
        assertThat(program.err()).contains("none.toml").doesNotContain("\tat ");
    }

    @Test
    void disabledTelemetryEndsAtOnceAndWell() throws IOException {
        Path file = write("[telemetry]\nenabled = false\n");
        assertThat(execute("run", "--config", file.toString())).isZero();
        assertThat(program.out()).contains("Telemetry is disabled");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldAtItsPlaceInTheFile() throws IOException {
        Files.writeString(folder.resolve("file"), "not a directory");
        Path file = write("""
                [telemetry]
                enabled = true
                table_uri_deployments = "deployments"
                table_uri_status = "file/status"
                spool_dir = "spool"
                """);
        assertThat(execute("check", "--config", file.toString()))
                .as("2 is for what the file says, not for what is found there")
                .isEqualTo(1);
        assertThat(program.out().lines().filter(line -> line.startsWith("dispenser-")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("ok").contains("no table yet"),
                        line -> assertThat(line).contains("FAILED").contains(file + ":4:20"));
        assertThat(folder.resolve("deployments")).doesNotExist();
    }

    @Test
    void anEngineThatIsNotThereFailsTheCheckAndTheTablesAreTriedAllTheSame() throws IOException {
        Path file = write("""
                [telemetry]
                enabled = true
                table_uri_deployments = "deployments"
                table_uri_status = "status"
                spool_dir = "spool"
                """);
        assertThat(execute("check", "--config", file.toString())).isEqualTo(1);
        assertThat(program.out())
                .containsPattern("engine +FAILED +.*no-engine.sock")
                .containsPattern("spool +ok +" + folder.resolve("spool") + ", nothing waits")
                .containsPattern("status +ok ");
        assertThat(folder.resolve("spool")).doesNotExist();
    }

    @Test
    void tablesGetTheColumnsThatTheyLackOnCommandOnly() throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = new DeltaSink<>(
                TelemetryTables.status(ColumnSet.DOCUMENTED),
                local().open(TableUri.ofDirectory(folder.resolve("status")), StorageSettings.NONE),
                "test/1")) {
            sink.write(new Batch<>("w", 1, SampleEvents.statuses(0, 2)));
        }
        String directory = folder.toString();
        assertThat(execute("tables", "upgrade", "--dry-run", "--directory", directory))
                .isZero();
        assertThat(program.out())
                .contains("deployments: no table there yet")
                .contains("status: lacks cpu_percent, memory_bytes");
        assertThat(execute("tables", "upgrade", "--directory", directory)).isZero();
        assertThat(program.out())
                .contains("status: version 2 has cpu_percent, memory_bytes")
                .contains("block_write_bytes as well");
        assertThat(execute("tables", "upgrade", "--directory", directory)).isZero();
        assertThat(program.out()).contains("status: has all columns");
    }

    @Test
    void whatWasSetAsideIsShownTriedAgainAndDropped() throws Exception {
        Path spools = folder.resolve("spool");
        FileSpoolOptions options = FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(0);
        try (FileSpool<ContainerStatusEvent> spool = FileSpool.open(TelemetryTables.STATUS, spools, options)) {
            spool.append(SampleEvents.statuses(0, 3));
            spool.seal();
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            spool.reject(batch, List.of(new Rejection(batch.events().get(1), "column x: \"7\" is odd")));
            spool.remove(spool.oldest().orElseThrow());
        }
        String directory = spools.toString();
        assertThat(execute("spool", "ls", "--format", "json", "--directory", directory))
                .isZero();
        assertThat(program.out()).contains("\"state\":\"rejected\"").contains("column x: \\\"7\\\" is odd");
        assertThat(execute("spool", "ls", "--directory", directory)).isZero();
        assertThat(program.out()).contains("nothing waits, 1 event set aside");
        assertThat(execute("spool", "cat", "status", "--directory", directory)).isZero();
        assertThat(program.out()).isEmpty();
        assertThat(execute("spool", "cat", "status", "--rejected", "--directory", directory))
                .isZero();
        assertThat(program.out().lines()).singleElement().asString().contains("service-1");
        assertThat(execute("spool", "verify", "--directory", directory)).isEqualTo(1);
        assertThat(execute("spool", "retry", "deployments", "--directory", directory))
                .isZero();
        assertThat(execute("spool", "retry", "--directory", directory)).isZero();
        assertThat(program.out()).contains("dispenser-container-status: 1 event will be tried again");
        try (FileSpool<ContainerStatusEvent> spool = FileSpool.open(TelemetryTables.STATUS, spools, options)) {
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            assertThat(batch.events()).isEqualTo(SampleEvents.statuses(1, 2));
            spool.reject(batch, List.of(new Rejection(batch.events().get(0), "still odd")));
        }
        assertThat(execute("spool", "drop", "--yes", "--directory", directory)).isZero();
        assertThat(program.out()).contains("dispenser-container-status: 1 event deleted");
        assertThat(execute("spool", "drop", "--yes", "--directory", directory)).isZero();
        assertThat(program.out()).contains("dispenser-container-status: nothing is set aside");
    }

    @Test
    void rowsAreShownInEachFormat() throws Exception {
        fill(3);
        assertThat(show("status")).isZero();
        assertThat(program.out()).contains("service-2").contains("service-0");
        assertThat(program.out().indexOf("service-2")).isLessThan(program.out().indexOf("service-0")); // newest first
        assertThat(show("status", "--format", "json", "--limit", "1")).isZero();
        assertThat(program.out().lines()).singleElement().asString().contains("\"service\":\"service-2\"");
        assertThat(show("status", "--format", "csv", "--service", "service-1")).isZero();
        assertThat(program.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("date,timestamp,service,container_id,state");
        assertThat(show("status", "--since", "2026-03-01T10:00:02Z", "--format", "json"))
                .isZero();
        assertThat(program.out().lines()).hasSize(1);
    }

    @Test
    void aTableThatIsNotThereYetHasNoRows() {
        assertThat(show("deployments")).isZero();
        assertThat(program.out()).contains("no table there yet");
        assertThat(show("deployments", "--format", "json")).isZero();
        assertThat(program.out()).isEmpty();
    }

    @Test
    void aDirectoryThatIsNoTableIsNamed() throws IOException {
        Path log = Files.createDirectories(folder.resolve("status/_delta_log"));
        Files.writeString(log.resolve("00000000000000000000.json"), "this is no log\n");
        assertThat(show("status")).isEqualTo(1);
        assertThat(program.err()).contains(folder.resolve("status").toString()).doesNotContain("\tat ");
    }

    private int show(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "show";
        all[1] = "--directory";
        all[2] = folder.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return execute(all);
    }

    private void fill(int rows) throws Exception {
        TableUri uri = TableUri.ofDirectory(folder.resolve("status"));
        try (TableStore store = local().open(uri, StorageSettings.NONE);
                DeltaSink<ContainerStatusEvent> sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/0")) {
            sink.write(new Batch<>("writer", 0, SampleEvents.statuses(0, rows)));
        }
    }

    private static StorageAdapter local() {
        return ServiceLoader.load(StorageAdapter.class).findFirst().orElseThrow();
    }

    private Path write(String toml) throws IOException {
        return Files.writeString(folder.resolve("dispenser.toml"), toml);
    }

    private int execute(String... arguments) {
        return program.execute(
                folder,
                Map.of("DOCKER_HOST", "unix://" + folder.resolve("no-engine.sock")),
                InstalledAdapters.ofProcess(),
                arguments);
    }
}
