package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the running program makes of a changed configuration at SIGHUP. */
class ReloadTest {

    private static final String IMAGE = TestContainers.IMAGE_1;
    private static final Pattern ADDRESS = Pattern.compile(" at (http://[0-9.]+:[0-9]+)");
    private static final Pattern SAMPLES = Pattern.compile("\"samples\":(\\d+)");

    @TempDir
    private Path folder;

    private TestContainers containers;

    @BeforeEach
    void begin() throws Exception {
        Required.docker();
        containers = new TestContainers();
    }

    @AfterEach
    void removeContainers() throws Exception {
        if (containers != null) {
            containers.close();
        }
    }

    @Test
    void servicesAndIntervalsChangeAndNoDeploymentIsMissedOrDoubled() throws Exception {
        service("web");
        configure("status", List.of("web"));
        try (AgentProcess agent = start().awaitLog("following Docker Engine")) {
            containers.run("web", IMAGE, "sleep", "600");
            agent.awaitRows("dispenser-deployments", 1);

            containers.run("job", IMAGE, "sleep", "600"); // before its service is known
            service("job");
            configure("status", List.of("web", "job"));
            agent.sighup().awaitLog("configuration reloaded: 2 services, every 1 s");
            agent.awaitRows("dispenser-deployments", 2);

            containers.remove("web");
            containers.run("web", IMAGE, "sleep", "600");
            agent.awaitRows("dispenser-deployments", 3);
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
        assertThat(AgentProcess.outputOf(folder, "show", "deployments", "--format", "csv")
                        .lines()
                        .filter(line -> line.contains("job")))
                .hasSize(1);
        assertThat(AgentProcess.outputOf(folder, "show", "deployments", "--format", "csv")
                        .lines()
                        .filter(line -> line.contains("web")))
                .hasSize(2);
        assertThat(AgentProcess.outputOf(folder, "show", "status", "--format", "csv")
                        .lines()
                        .filter(line -> line.contains("job")))
                .isNotEmpty();
    }

    @Test
    void aBrokenConfigurationChangesNothingAndAMendedOneStartsAnewOnTheSameSpool() throws Exception {
        service("web");
        configure("status", List.of("web"));
        try (AgentProcess agent = start().awaitRows("dispenser-container-status", 1)) {
            String whole = Files.readString(folder.resolve("dispenser.toml"));
            Files.writeString(folder.resolve("dispenser.toml"), "");
            agent.sighup().awaitLog("has no key at all");
            Files.writeString(folder.resolve("dispenser.toml"), whole);

            Files.writeString(folder.resolve("web/service.toml"), "[service]\nname = \"${web}\"\n");
            agent.sighup()
                    .awaitLog(log -> log.lines()
                            .anyMatch(line -> line.contains("Z WARN  ")
                                    && line.contains("service.toml:2:9 ${web}: no variable has this name")));
            agent.awaitRows("dispenser-container-status", 3);

            Files.writeString(folder.resolve("a.dispenser.vars"), "web = '" + containers.name("web") + "'\n");
            configure("elsewhere", List.of("web"));
            agent.sighup().awaitLog("starting anew").awaitLog("status to file://" + folder + "/elsewhere");
            agent.awaitFile(folder.resolve("elsewhere/_delta_log/00000000000000000001.json"));

            Files.writeString(folder.resolve("dispenser.toml"), "[telemetry]\nenabled = false\n");
            assertThat(agent.sighup().await()).as(agent.log()).isZero();
            assertThat(agent.log())
                    .contains("has no [telemetry] enabled = true any more")
                    .contains("ended: everything that was accepted is written")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aSpoolThatCantBeOpenedWhollyIsLetGoAgain() throws Exception {
        service("web");
        configure("status", List.of("web"));
        String whole = Files.readString(folder.resolve("dispenser.toml"));
        try (AgentProcess agent = start().awaitRows("dispenser-container-status", 1)) {
            Path half = Files.createDirectories(folder.resolve("half"));
            Files.writeString(half.resolve("dispenser-container-status"), "no directory");
            Files.writeString(folder.resolve("dispenser.toml"), whole.replace("\"spool\"", "\"half\""));
            agent.sighup().awaitLog("the configuration was not reloaded: it is as before");

            Files.delete(half.resolve("dispenser-container-status"));
            agent.sighup().awaitLog("spool in " + half);
            assertThat(agent.terminate()).as(agent.log()).isZero();
            assertThat(agent.log()).doesNotContain("in use by this very process");
        }
    }

    @Test
    void rowsThatStayInASpoolThatIsUsedNoMoreAreTold() throws Exception {
        service("web");
        configure("status", List.of("web"));
        String whole = Files.readString(folder.resolve("dispenser.toml"));
        try (AgentProcess agent = start().awaitRows("dispenser-container-status", 1)) {
            Path table = folder.resolve("status");
            Files.move(table, folder.resolve("away"));
            Files.writeString(table, "no directory");
            agent.awaitLog("is a file, and a directory is needed there");
            Files.writeString(
                    folder.resolve("dispenser.toml"), whole.replace("\"spool\"", "\"another\"\nshutdown_timeout = 1"));
            agent.sighup().awaitLog("stay in the spool " + folder + "/spool, which is used no more");
            assertThat(agent.log()).contains("name it in spool_dir again until they are");
        }
    }

    @Test
    @Timeout(120)
    void whatWasSeenIsStillShownWhenPipelinesStartAnew() throws Exception {
        containers.run("web", IMAGE, "sleep", "600");
        String toml = String.format(Locale.ROOT, """
                [telemetry]
                enabled = true
                base_uri = "tables"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"
                [telemetry.docker]
                include_names = ["%s"]
                [telemetry.http]
                listen = "127.0.0.1:0"
                """, containers.name("web"));
        Files.writeString(folder.resolve("dispenser.toml"), toml);
        try (AgentProcess agent = start().awaitRows("dispenser-container-status", 4)) {
            long before = samples(addresses(agent).get(0));
            Files.writeString(
                    folder.resolve("dispenser.toml"), toml.replace("flush_interval = 1", "flush_interval = 600"));
            agent.sighup();
            while (addresses(agent).size() < 2) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(samples(addresses(agent).get(1))).isGreaterThanOrEqualTo(before);
            assertThat(before).isGreaterThanOrEqualTo(4);
            assertThat(new JsonMapper()
                            .readTree(AgentProcess.outputOf(folder, "status", "--format", "json"))
                            .at("/tables/1/last_write")
                            .isTextual())
                    .isTrue();
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    private static List<String> addresses(AgentProcess agent) throws IOException {
        return ADDRESS.matcher(agent.log())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** How many samples an agent's page tells of. */
    private static long samples(String address) throws Exception {
        String page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address + "/")).build(), BodyHandlers.ofString())
                .body();
        Matcher samples = SAMPLES.matcher(page);
        assertThat(samples.find()).as(page).isTrue();
        return Long.parseLong(samples.group(1));
    }

    private void service(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(
                folder.resolve(name).resolve("service.toml"), "[service]\nname = \"" + containers.name(name) + "\"\n");
    }

    private void configure(String status, List<String> services) throws IOException {
        StringBuilder toml = new StringBuilder(String.format(Locale.ROOT, """
                [telemetry]
                enabled = true
                table_uri_deployments = "deployments"
                table_uri_status = "%s"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"
                """, status));
        services.forEach(
                name -> toml.append("[[service]]\npath = \"").append(name).append("\"\n"));
        Files.writeString(folder.resolve("dispenser.toml"), toml);
    }

    private AgentProcess start() throws IOException {
        return AgentProcess.start(folder, Map.of(), "run");
    }
}
