package io.dispenser.telemetry.app.command.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.app.command.CalledProgram;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look after tables, on a status table of a dozen small files. */
class MaintainCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final CalledProgram program = new CalledProgram();

    @Test
    void tablesTellsWhatThereIsAndWhatThereIsNot() throws Exception {
        fill();
        assertThat(execute("tables", "--directory", folder.toString())).isZero();
        assertThat(program.outLines())
                .anyMatch(line -> line.matches(
                        "status +WARN +12 +12 +12 +\\d+\\.\\d kB +\\d+ d ago +100 % +- +2026-03-01 +13 .*"))
                .anyMatch(line -> line.matches(
                        "status: the newest row is \\d+ d.* old; ask the agents of its hosts with .* status"))
                .anyMatch(line -> line.matches("deployments +none +-.*"));

        assertThat(execute("tables", "--format", "json", "--directory", folder.toString()))
                .isZero();
        assertThat(program.outLines())
                .hasSize(2)
                .anyMatch(line -> line.contains("\"table\":\"status\"")
                        && line.contains("\"small_files\":12")
                        && line.contains("\"ours\":true")
                        && line.contains("\"commits_since_checkpoint\":13"));
    }

    @Test
    void aDryRunTellsAndTheRunDoesIt() throws Exception {
        fill();
        assertThat(execute("maintain", "--dry-run", "--table", "status", "optimize", "-d", folder.toString()))
                .isZero();
        assertThat(program.out())
                .contains("12 files")
                .contains(" would become 1 ")
                .contains("in 1 partition");

        assertThat(execute("maintain", "--table", "status", "-d", folder.toString()))
                .isZero();
        assertThat(program.out())
                .contains(" became 1 (")
                .contains("vacuum    no files to delete")
                .contains("checkpoint of version 13 written");

        assertThat(execute("tables", "-d", folder.toString())).isZero();
        assertThat(program.out()).containsPattern("status +WARN +13 +12 +1 .* 100 % +\\d+ s ago .* \\d+ s ago");
    }

    @Test
    void oldRowsLeaveATableWhoseConfigurationSaysSo() throws Exception {
        fill();
        Path file = Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                base_uri = "."
                [telemetry.maintenance.keep_days]
                status = 1
                """);

        assertThat(execute("maintain", "--dry-run", "expire", "-c", file.toString()))
                .isZero();
        assertThat(program.outLines())
                .hasSize(2)
                .anyMatch(line -> line.matches("deployments +expire +rows stay for ever: keep_days is not set .*"))
                .anyMatch(line ->
                        line.matches("status +expire +12 rows of 1 date \\(12 files, .*\\) would leave the table"));
        assertThat(execute("maintain", "-c", file.toString())).isZero();
        assertThat(program.out())
                .containsPattern("status +expire +12 rows of 1 date .* left the table")
                .containsPattern("status +optimize +no files to replace")
                .doesNotContainPattern("deployments +expire");
        assertThat(execute("maintain", "expire", "--table", "status", "-c", file.toString()))
                .isZero();
        assertThat(program.out()).containsPattern("status +expire +no rows older than 1 day");
        assertThat(execute("maintain", "-d", folder.toString())).isZero();
        assertThat(program.out()).as("nothing says how long").doesNotContain("expire");
    }

    @Test
    void aDamagedFileIsAFailureAndTheOthersBecomeOne() throws Exception {
        fill();
        Path victim;
        try (Stream<Path> files = Files.list(folder.resolve("status/date=2026-03-01"))) {
            victim = files.findFirst().orElseThrow();
        }
        Files.write(victim, new byte[Math.toIntExact(Files.size(victim))]);

        assertThat(execute("maintain", "--table", "status", "-d", folder.toString()))
                .isEqualTo(1);

        assertThat(program.out())
                .contains("11 files")
                .contains(" became 1 (")
                .contains("checkpoint of version 13 written");
        assertThat(program.err()).startsWith("status: not compacted: date=2026-03-01/" + victim.getFileName());
        assertThat(program.err().lines()).hasSize(1);
    }

    @Test
    void aTableThatIsNotThereIsNoFailure() {
        assertThat(execute("maintain", "-d", folder.toString())).isZero();
        assertThat(program.out()).contains("there is no table yet");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anAgentAtWorkIsNotDisturbed() throws Exception {
        fill();
        try (DeltaMaintenance agent = new DeltaMaintenance("status", store(), "test/1")) {
            assertThat(agent.acquireLease(Duration.ZERO)).isPresent();
            assertThat(execute("maintain", "--table", "status", "-d", folder.toString()))
                    .isEqualTo(1);
            assertThat(program.err()).contains("an agent maintains this table just now");
        }
    }

    private void fill() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store(), "test/1")) {
            for (int number = 0; number < 12; number++) {
                sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))));
            }
        }
    }

    private TableStore store() throws Exception {
        return ServiceLoader.load(StorageAdapter.class)
                .findFirst()
                .orElseThrow()
                .open(TableUri.ofDirectory(folder.resolve("status")), StorageSettings.NONE);
    }

    private int execute(String... arguments) {
        return program.execute(folder, arguments);
    }
}
