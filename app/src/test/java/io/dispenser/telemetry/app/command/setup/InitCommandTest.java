package io.dispenser.telemetry.app.command.setup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.command.CalledProgram;
import io.dispenser.telemetry.app.config.ConfigurationFile;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.storage.InstalledAdapters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final CalledProgram program = new CalledProgram();

    @Test
    void whatItWritesIsAConfigurationWithEverySetting() throws Exception {
        Path file = folder.resolve("telemetry.toml");
        assertThat(execute("init", file.toString())).isZero();

        TelemetryConfiguration read = ConfigurationFile.load(file, InstalledAdapters.ofProcess());
        assertThat(read.enabled()).isTrue();
        assertThat(read.warnings()).isEmpty();
        assertThat(read.statusTable().orElseThrow().uri().toString()).endsWith(folder + "/tables/status");
        assertThat(read.services()).as("all containers are observed").isEmpty();
        String text = Files.readString(file);
        for (Setting.Table table : Setting.Table.values()) {
            assertThat(text).contains("\n[" + table.fullName() + "]\n");
            for (Setting<?> setting : Setting.of(table)) {
                assertThat(text).containsPattern("(?m)^(# )?" + setting.key() + " = ");
            }
        }
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
        assertThat(program.out())
                .contains("check -c " + file)
                .contains("run -c " + file)
                .contains("show -c " + file);
    }

    /** Whoever takes the marks away has what was there before. */
    @Test
    void whatIsCommentedOutIsTheDefault() throws Exception {
        Path file = folder.resolve("telemetry.toml");
        assertThat(execute("init", file.toString())).isZero();
        String uncommented = Files.readString(file)
                .lines()
                .map(line ->
                        line.matches("# ([a-z_]+ = ([0-9]+|true|false|\\[\\]|\"[^\"]+\"))") ? line.substring(2) : line)
                .filter(line -> !line.matches("(path = |spool_dir|path_style|deployments|status = ).*"))
                .collect(Collectors.joining("\n"));
        Path all = Files.writeString(folder.resolve("all.toml"), uncommented);

        TelemetryConfiguration read = ConfigurationFile.load(all, InstalledAdapters.ofProcess());
        TelemetryConfiguration written = ConfigurationFile.load(file, InstalledAdapters.ofProcess());
        assertThat(read.get(Setting.STATUS_INTERVAL)).isEqualTo(written.get(Setting.STATUS_INTERVAL));
        assertThat(read.get(Setting.COLUMNS)).isEqualTo(written.get(Setting.COLUMNS));
        assertThat(read.maintenance()).isEqualTo(written.maintenance());
        assertThat(read.containers()).isEqualTo(written.containers());
        assertThat(uncommented).contains("\nstatus_interval = 60\n").contains("\n[telemetry.maintenance]\n");
    }

    @Test
    void theTablesMayBeElsewhere() throws Exception {
        Path file = folder.resolve("s3.toml");
        assertThat(execute("init", file.toString(), "--tables", "/var/lib/my \"tables\""))
                .isZero();
        assertThat(ConfigurationFile.load(file, InstalledAdapters.ofProcess())
                        .deploymentsTable()
                        .orElseThrow()
                        .uri()
                        .toString())
                .contains("/var/lib/my \"tables\"/deployments");
    }

    @Test
    void aFileThatIsThereStaysAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("dispenser.toml"), "mine = true\n");
        assertThat(execute("init", file.toString())).isEqualTo(1);
        assertThat(file).hasContent("mine = true\n");
        assertThat(program.err()).startsWith(file + " is there already and stays as it is; name another file");
        assertThat(program.err().lines()).hasSize(1);
    }

    @Test
    void itsCommandsAreWordsOfAShell() throws Exception {
        Path file = folder.resolve("it's my $(conf).toml");
        assertThat(execute("init", file.toString())).isZero();
        String check = program.out()
                .lines()
                .filter(line -> line.contains(" check -c "))
                .findFirst()
                .orElseThrow();
        Process shell = new ProcessBuilder("sh", "-c", check.replace("dispenser-telemetry", "printf '<%s>'")).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8))
                .startsWith("<check><-c><" + file + "><tries>");
    }

    @Test
    void anEmptyNameIsTold() {
        assertThat(execute("init", "")).isEqualTo(2);
        assertThat(program.err())
                .isEqualTo("the name of the file is empty; name one, or leave it out for dispenser.toml\n");
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        Path file = folder.resolve("etc/dispenser.toml");
        assertThat(execute("init", file.toString())).isEqualTo(1);
        assertThat(program.err())
                .startsWith(file + " can't be written: its folder is not there; make it, or name a file in another");
        assertThat(program.err().lines()).hasSize(1);
    }

    private int execute(String... arguments) {
        return program.execute(folder, arguments);
    }
}
