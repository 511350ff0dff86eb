package io.dispenser.telemetry.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.container.CronSchedule;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import io.dispenser.telemetry.core.maintenance.MaintenanceWindow;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Configurations that can be used. */
class ConfigurationFileTest extends ConfigurationFixture {

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
    void aRelativeFileNameStaysRelativeInMessages() {
        Path missing = Path.of("no-such-folder/dispenser.toml");

        assertThatThrownBy(() -> ConfigurationFile.load(missing, SchemesOfOneAdapter.FILE))
                .hasMessage("no-such-folder/dispenser.toml: no such file; check the path");
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
