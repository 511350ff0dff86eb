package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.container.CronSchedule;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import io.dispenser.telemetry.core.maintenance.MaintenanceWindow;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that can be used. */
class ConfigurationFileTest {

    @TempDir
    Path temp;

    ConfigurationFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ConfigurationFolder(temp);
    }

    @Test
    void everySettingIsRead() throws Exception {
        TelemetryConfiguration configuration =
                folder.with("dispenser.toml", """
                        delay = 60

                        [telemetry]
                        enabled = true
                        table_uri_deployments = "file:///var/lib/dispenser/deployments/"
                        table_uri_status = "./data/status"
                        status_interval = 5
                        buffer_size = 1_000_000
                        flush_interval = 86400
                        spool_dir = "spool/here"
                        spool_max_mb = 64
                        shutdown_timeout = 30
                        """).load();

        assertThat(configuration.enabled()).isTrue();
        TableLocation deployments = configuration.deploymentsTable().orElseThrow();
        assertThat(deployments.uri()).isEqualTo(new TableUri("file", "", "/var/lib/dispenser/deployments"));
        TableLocation status = configuration.statusTable().orElseThrow();
        assertThat(status.uri()).isEqualTo(TableUri.ofDirectory(temp.resolve("data/status")));
        assertThat(status.origin())
                .isEqualTo(temp.resolve("dispenser.toml") + ":6:20 telemetry.table_uri_status = \"./data/status\"");
        assertThat(status.problem("can't be written", "let us").toString())
                .isEqualTo(status.origin() + ": can't be written; let us");
        assertThat(configuration.get(Setting.STATUS_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.get(Setting.BUFFER_SIZE)).isEqualTo(1_000_000);
        assertThat(configuration.get(Setting.FLUSH_INTERVAL)).isEqualTo(Duration.ofDays(1));
        assertThat(configuration.find(Setting.SPOOL_DIR)).contains(temp.resolve("spool/here"));
        assertThat(configuration.get(Setting.SPOOL_MAX_MB)).isEqualTo(64);
        assertThat(configuration.get(Setting.SHUTDOWN_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration.services()).isEmpty();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.file()).isEqualTo(temp.resolve("dispenser.toml"));
    }

    @Test
    void telemetryIsDisabledByDefault() throws Exception {
        TelemetryConfiguration configuration =
                folder.with("dispenser.toml", "delay = 60\n").load();

        assertThat(configuration.enabled()).isFalse();
        assertThat(configuration.deploymentsTable()).isEmpty();
        assertThat(configuration.statusTable()).isEmpty();
        assertThat(configuration.get(Setting.STATUS_INTERVAL)).isEqualTo(Duration.ofSeconds(60));
        assertThat(configuration.get(Setting.BUFFER_SIZE)).isEqualTo(1000);
        assertThat(configuration.get(Setting.FLUSH_INTERVAL)).isEqualTo(Duration.ofMinutes(5));
        assertThat(configuration.find(Setting.SPOOL_DIR)).isEmpty();
        assertThat(configuration.get(Setting.SPOOL_MAX_MB)).isEqualTo(512);
        assertThat(configuration.get(Setting.SHUTDOWN_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
    }

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
    void containersAreFilteredAndTablesLookedAfterAsConfigured() throws Exception {
        TelemetryConfiguration configuration =
                folder.with("dispenser.toml", """
                        [telemetry]
                        resource_usage = false
                        [telemetry.docker]
                        include_names = ["web-*", "db"]
                        exclude_labels = ["telemetry=off"]
                        [telemetry.maintenance]
                        enabled = false
                        interval = 600
                        window = "22:00-04:30"
                        keep_days.status = 90
                        """).load();
        assertThat(configuration.get(Setting.RESOURCE_USAGE)).isFalse();
        assertThat(configuration.containers())
                .isEqualTo(new ContainerFilter(
                        new Patterns(List.of("web-*", "db"), List.of(), List.of(), List.of()),
                        new Patterns(List.of(), List.of(), List.of("telemetry=off"), List.of())));
        MaintenanceSettings maintenance = configuration.maintenance();
        assertThat(maintenance.enabled()).isFalse();
        assertThat(maintenance.interval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(configuration.find(Setting.KEEP_DAYS_STATUS)).contains(90);
        assertThat(configuration.find(Setting.KEEP_DAYS_DEPLOYMENTS)).isEmpty();
        assertThat(maintenance.window()).contains(new MaintenanceWindow(LocalTime.of(22, 0), LocalTime.of(4, 30)));
    }

    @Test
    void aServicesScheduleIsReadAndOneThatIsNoneIsAWarning() throws Exception {
        TelemetryConfiguration configuration = folder.with(
                        "dispenser.toml", "[[service]]\npath = 'a'\n[[service]]\npath = 'b'\n")
                .with("a/service.toml", "[service]\nname = 'a'\n[dispenser]\ncron = '0 3 * * *'\n")
                .with("b/service.toml", "[service]\nname = 'b'\n[dispenser]\ncron = 'daily'\n")
                .load();
        assertThat(configuration.services().get(0).cron()).isEqualTo(CronSchedule.parse("0 3 * * *"));
        assertThat(configuration.services().get(1).cron()).isNull();
        assertThat(configuration.warnings())
                .singleElement()
                .asString()
                .contains("b/service.toml:4:8 dispenser.cron = \"daily\"")
                .contains("no deployment of it counts as cron");
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

    @Test
    void aRelativeFileNameStaysRelativeInMessages() {
        Path missing = Path.of("no-such-folder/dispenser.toml");

        assertThatThrownBy(() -> ConfigurationFile.load(missing, SchemesOfOneAdapter.FILE))
                .hasMessage("no-such-folder/dispenser.toml: no such file; check the path");
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
    void aPipeIsNoConfiguration() throws Exception {
        Path pipe = temp.resolve("pipe.toml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> ConfigurationFile.load(pipe, SchemesOfOneAdapter.FILE))
                .hasMessage(pipe
                        + ": a pipe or a device, but a file is needed; name a file, which can be read again at SIGHUP");
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

    @Test
    void servicesAreReadInTheirOrder() throws Exception {
        TelemetryConfiguration configuration = folder.with("dispenser.toml", """
                        [[service]]
                        path = "web"
                        [[service]]
                        path = "./jobs/nightly"
                        """)
                .with("web/service.toml", """
                        [service]
                        name = "web-1"
                        image = "${registry}/nginx:latest"
                        memory = "256m"
                        cpus = "1.0"
                        restart = "always"
                        invented_later = 1
                        [proxy]
                        host = "web.example.com"
                        service_port = 80
                        [[port]]
                        host = 80
                        container = 80
                        [[port]]
                        host = 443
                        container = 443
                        [[volume]]
                        source = "./html"
                        target = "/html"
                        [[network]]
                        name = "a"
                        [[network]]
                        name = "b"
                        [[network]]
                        name = "c"
                        [env]
                        TOKEN = "${token}"
                        [dispenser]
                        watch = true
                        """)
                .with(
                        "dispenser.vars",
                        "registry = 'registry.example.org'\ntoken = { source = 'google', name = 'x' }\n")
                .with("jobs/nightly/service.toml", "[service]\nname = \"nightly\"\nimage = \"job\"\ncpus = 0.50\n")
                .load();

        assertThat(configuration.services())
                .containsExactly(
                        new ServiceDefinition("web-1", "256m", "1.0", true, "web.example.com", 2, 1, 3),
                        new ServiceDefinition("nightly", null, "0.5", false, null, 0, 0, 0));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void theProxyCanBeSwitchedOffForAllServices() throws Exception {
        TelemetryConfiguration configuration = folder.with(
                        "dispenser.toml", "[proxy]\nenabled = false\n[[service]]\npath = \".\"\n")
                .with("service.toml", "[service]\nname = \"web\"\ncpus = 2\n[proxy]\nhost = \"web.example.com\"\n")
                .load();

        assertThat(configuration.services())
                .containsExactly(new ServiceDefinition("web", null, "2", false, "web.example.com", 0, 0, 0));
    }

    @Test
    void keysOutsideTelemetryAreDispensers() throws Exception {
        assertThat(folder.with("dispenser.toml", "anything = 1\n[whatever]\nenabled = \"?\"\n[[network]]\nx = 1\n")
                        .problems())
                .isEmpty();
    }

    @Test
    void aMistypedTableGivesAWarning() throws Exception {
        TelemetryConfiguration configuration =
                folder.with("dispenser.toml", "[telemetri]\nenabled = true\n").load();

        assertThat(configuration.enabled()).isFalse();
        assertThat(folder.shown(configuration.warnings()))
                .containsExactly("dispenser.toml:1:1 [telemetri]: there is no [telemetry], so telemetry is disabled;"
                        + " write [telemetry] if that was meant");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreFine() throws Exception {
        TelemetryConfiguration configuration = folder.with(
                        "dispenser.toml", "\uFEFF[telemetry]\r\nstatus_interval = 7\r\n")
                .load();

        assertThat(configuration.get(Setting.STATUS_INTERVAL)).isEqualTo(Duration.ofSeconds(7));
    }
}
