package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of {@code [telemetry]} that later versions of Dispenser have. */
class DispenserKeysTest {

    @TempDir
    private Path temp;

    private ConfigurationFolder folder;

    @BeforeEach
    void folder() {
        folder = new ConfigurationFolder(temp);
    }

    @Test
    void whatIsTheSameIsTakenAndTheRestIsNamedInOneWarning() throws Exception {
        folder.with("dispenser.toml", """
                [telemetry]
                table_uri_logs = "s3://bucket/logs"
                table_uri_traces = 5
                [telemetry.maintenance]
                interval_seconds = 7200
                retention_hours = 168
                vacuum_interval_hours = "x"
                """);

        assertThat(folder.load().maintenance().interval()).isEqualTo(Duration.ofHours(2));
        assertThat(folder.warnings())
                .containsExactly("dispenser.toml:2:1 telemetry.table_uri_logs, telemetry.table_uri_traces,"
                        + " telemetry.maintenance.retention_hours, telemetry.maintenance.vacuum_interval_hours: of"
                        + " Dispenser's own telemetry, and nothing here goes by them; docs/configure.md lists what this program goes"
                        + " by");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"interval_seconds = 5", "interval_seconds = \"x\"", "interval = 900\ninterval_seconds = 7200"})
    void anIntervalThatCanNotBeTakenIsNoError(String keys) throws Exception {
        folder.with("dispenser.toml", "[telemetry.maintenance]\n" + keys + "\n");

        assertThat(folder.load().maintenance().interval()).isIn(Duration.ofHours(1), Duration.ofMinutes(15));
        assertThat(folder.warnings()).singleElement().asString().contains("telemetry.maintenance.interval_seconds: of");
    }

    @ParameterizedTest
    @CsvSource({
        "table_uri_deployment, table_uri_deployments",
        "table_uri_stats, table_uri_status",
        "statusinterval, status_interval"
    })
    void aMistypedKeyOfOursIsStillAnError(String written, String meant) {
        folder.with("dispenser.toml", "[telemetry]\n" + written + " = 1\n");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .contains(written + ": unknown key; did you mean " + meant + "?");
    }

    @Test
    void tablesOfOthersAreMaintainedWhenThatIsSaid() throws Exception {
        assertThat(folder.with("dispenser.toml", "").load().maintenance().foreignTables())
                .isFalse();
        assertThat(folder.with("dispenser.toml", "[telemetry.maintenance]\nforeign_tables = true\n")
                        .load()
                        .maintenance()
                        .foreignTables())
                .isTrue();
    }
}
