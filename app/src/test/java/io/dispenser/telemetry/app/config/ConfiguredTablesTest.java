package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the tables are, and which adapter serves them. */
class ConfiguredTablesTest extends ConfigurationFixture {

    @Test
    void storesAreConfiguredByKeysAndByPropertiesOfTheirConnectors() throws Exception {
        TelemetryConfiguration configuration =
                folder.with("dispenser.toml", """
                        [telemetry.storage]
                        endpoint = "http://127.0.0.1:9000"
                        region = "eu-central-1"
                        path_style = true
                        "fs.s3a.endpoint" = "x"
                        "fs.s3a.endpoint.region" = "y"
                        fs.gs.project.id = "p"
                        fs.azure.io.retry.max.retries = 3
                        """).load();
        assertThat(configuration.storageOptions())
                .containsOnly(
                        Map.entry("endpoint", "http://127.0.0.1:9000"),
                        Map.entry("region", "eu-central-1"),
                        Map.entry("path_style", "true"),
                        Map.entry("fs.s3a.endpoint", "x"),
                        Map.entry("fs.s3a.endpoint.region", "y"),
                        Map.entry("fs.gs.project.id", "p"),
                        Map.entry("fs.azure.io.retry.max.retries", "3"));
    }

    @Test
    void noAdapterIsNeededWhileDisabled() throws Exception {
        TelemetryConfiguration configuration = folder.with(
                        "dispenser.toml", "[telemetry]\nenabled = false\ntable_uri_status = \"s3://my_bucket/x\"\n")
                .load();

        assertThat(configuration.statusTable().orElseThrow().uri()).isEqualTo(TableUri.parse("s3://my_bucket/x"));
    }

    @Test
    void schemesOfOtherAdaptersAreServed() throws Exception {
        folder.with("dispenser.toml", """
                [telemetry]
                enabled = true
                table_uri_deployments = "MEM://here/a"
                table_uri_status = "mem://here/ab"
                """);

        TelemetryConfiguration configuration =
                ConfigurationFile.load(temp.resolve("dispenser.toml"), SchemesOfOneAdapter.of("mem"));

        assertThat(configuration.deploymentsTable().orElseThrow().uri()).isEqualTo(TableUri.parse("mem://here/a"));
    }

    @Test
    void evenAPathNeedsAnAdapter() {
        folder.with(
                "dispenser.toml", "[telemetry]\nenabled = true\ntable_uri_deployments = 'a'\ntable_uri_status = 'b'\n");

        assertThatThrownBy(() -> ConfigurationFile.load(temp.resolve("dispenser.toml"), SchemesOfOneAdapter.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "\"a\": no storage adapter for scheme 'file' (installed: none); " + ServedSchemes.HOW_TO_ADD)
                .hasMessageContaining("\"b\": no storage adapter");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/x, s3://bucket/x/deployments, s3://bucket/x/status",
        "s3://bucket/x//, s3://bucket/x/deployments, s3://bucket/x/status",
        "s3://bucket, s3://bucket/deployments, s3://bucket/status",
        "file:///, file:///deployments, file:///status",
        "/data/x/, file:///data/x/deployments, file:///data/x/status",
    })
    void tablesLieUnderTheBaseUri(String base, String deployments, String status) throws Exception {
        folder.with("dispenser.toml", "[telemetry]\nenabled = true\nbase_uri = \"" + base + "\"\n");

        TelemetryConfiguration configuration =
                ConfigurationFile.load(folder.path().resolve("dispenser.toml"), SchemesOfOneAdapter.of("file", "s3"));

        assertThat(configuration.deploymentsTable().orElseThrow().uri()).hasToString(deployments);
        assertThat(configuration.statusTable().orElseThrow().uri()).hasToString(status);
    }

    @Test
    void schemesOfOneAdapterNameTheSamePlacesAndThoseOfTwoDoNot() throws Exception {
        folder.with("dispenser.toml", """
                [telemetry]
                enabled = true
                table_uri_deployments = "s3://bucket/x"
                table_uri_status = "s3a://bucket/x"
                """);
        Path file = temp.resolve("dispenser.toml");

        assertThatThrownBy(() -> ConfigurationFile.load(file, SchemesOfOneAdapter.of("s3", "s3a")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the same place as telemetry.table_uri_deployments");
        ServedSchemes apart = new ServedSchemes() {
            @Override
            public Set<String> schemes() {
                return Set.of("s3", "s3a");
            }

            @Override
            public boolean haveOneAdapter(String scheme, String other) {
                return scheme.equals(other);
            }
        };
        assertThat(ConfigurationFile.load(file, apart).statusTable()).isPresent();
    }

    @Test
    void aTablesOwnUriCountsMoreThanTheBase() throws Exception {
        TelemetryConfiguration configuration = folder.with(
                        "dispenser.toml", "[telemetry]\nbase_uri = 'x'\ntable_uri_status = '/data/s'\nenabled = true\n")
                .load();

        assertThat(configuration.deploymentsTable().orElseThrow().uri())
                .hasToString("file://" + folder.path() + "/x/deployments");
        assertThat(configuration.statusTable().orElseThrow().uri()).hasToString("file:///data/s");
    }

    @Test
    void whatIsWrongWithTheBaseIsToldOnce() {
        assertThat(folder.with("dispenser.toml", "[telemetry]\nbase_uri = 's3://b/x'\nenabled = true\n")
                        .problems())
                .containsExactly("dispenser.toml:2:12 telemetry.base_uri = \"s3://b/x\": no storage adapter for scheme"
                        + " 's3' (installed: file); " + ServedSchemes.HOW_TO_ADD);
    }

    @Test
    void oneTableUnderTwoNamesIsNoticed() throws Exception {
        Files.createDirectory(temp.resolve("data"));
        Files.createSymbolicLink(temp.resolve("link"), temp.resolve("data"));
        folder.with(
                "dispenser.toml",
                "[telemetry]\nenabled = true\ntable_uri_deployments = 'data/x'\ntable_uri_status = 'link/x'\n");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .contains("the same place as telemetry.table_uri_deployments");
    }
}
