package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of our own, beside a Dispenser whose services and variables it takes. */
class BesideDispenserTest {

    @TempDir
    private Path temp;

    private ConfigurationFolder folder;

    @BeforeEach
    void folder() {
        folder = new ConfigurationFolder(temp)
                .with("dispenser.vars", "env = 'prod'\nbucket = 'lake'\n")
                .with("dispenser.toml", """
                        [telemetry]
                        enabled = true
                        colour = 'x'
                        base_uri = "s3://${bucket}/theirs"
                        [[service]]
                        path = "web"
                        """)
                .with("web/service.toml", "[service]\nname = \"${env}-web\"\n");
    }

    @Test
    void itsServicesAndVariablesAreTakenAndItsTelemetryIsNot() throws Exception {
        own("services_from = \"../dispenser.toml\"\nbase_uri = \"file:///tmp/${env}\"");

        TelemetryConfiguration configuration = load();

        assertThat(configuration.services()).extracting(ServiceDefinition::name).containsExactly("prod-web");
        assertThat(configuration.statusTable().orElseThrow().uri().path()).isEqualTo("/tmp/prod/status");
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void variablesBesideOurOwnFileComeFirst() throws Exception {
        folder.with("own/dispenser.vars", "bucket = 'ours'\n");
        own("services_from = \"../dispenser.toml\"\nbase_uri = \"file:///tmp/${bucket}/${env}\"");

        assertThat(load().statusTable().orElseThrow().uri().path()).isEqualTo("/tmp/ours/prod/status");
        assertThat(load().services()).extracting(ServiceDefinition::name).containsExactly("prod-web");
    }

    @Test
    void bothMayLieInOneDirectory() throws Exception {
        folder.with(
                "own.toml", "[telemetry]\nenabled = true\nservices_from = \"dispenser.toml\"\nbase_uri = \"${env}\"\n");

        assertThat(ConfigurationFile.load(temp.resolve("own.toml"), SchemesOfOneAdapter.FILE)
                        .services())
                .hasSize(1);
    }

    @Test
    void theSameTablesAreWarnedOf() throws Exception {
        folder.with(
                "dispenser.toml",
                "[telemetry]\nenabled = true\nbase_uri = \"tables\"\ntable_uri_status = \"elsewhere\"\n[[service]]\npath = \"web\"\n");
        own("services_from = \"../dispenser.toml\"\nbase_uri = \"../tables\"");

        assertThat(folder.shown(load().warnings()))
                .containsExactly("own/telemetry.toml:4:12 telemetry.base_uri = \"../tables\": Dispenser's own"
                        + " telemetry is enabled and writes the same table (dispenser.toml:3:12), so each row is there twice;"
                        + " set enabled = false there, or name another table here");
    }

    @Test
    void withoutItsTelemetryTheSameTablesAreOurs() throws Exception {
        folder.with(
                "dispenser.toml", "[telemetry]\nenabled = false\nbase_uri = \"tables\"\n[[service]]\npath = \"web\"\n");
        own("services_from = \"../dispenser.toml\"\nbase_uri = \"../tables\"");

        assertThat(load().warnings()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsAnErrorAndOwnServicesAreOne() {
        own("services_from = \"../nowhere.toml\"\nbase_uri = \"x\"\n[[service]]\npath = \"../web\"");

        assertThat(problems())
                .containsExactly(
                        "own/telemetry.toml:5:1 [[service]]: the services are taken from the file of services_from, and none"
                                + " from here; write the entry there, or leave services_from out",
                        "nowhere.toml: no such file; check the path");
    }

    private void own(String keys) {
        folder.with("own/telemetry.toml", "[telemetry]\nenabled = true\n" + keys + "\n");
    }

    private TelemetryConfiguration load() throws ConfigurationException {
        return ConfigurationFile.load(temp.resolve("own/telemetry.toml"), SchemesOfOneAdapter.FILE);
    }

    private List<String> problems() {
        try {
            load();
            return List.of();
        } catch (ConfigurationException e) {
            return folder.shown(e.problems());
        }
    }
}
