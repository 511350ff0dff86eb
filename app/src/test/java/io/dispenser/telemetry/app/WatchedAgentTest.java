package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent as those see it who watch it: probes, a scraper, and a person with {@code status}. */
@Timeout(120)
class WatchedAgentTest {

    @TempDir
    private Path folder;

    private Path engine;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void configure() throws IOException {
        engine = folder.resolve("engine.sock");
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                base_uri = "tables"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"
                shutdown_timeout = 2

                [telemetry.docker]
                include_names = ["dt-no-such-container"]

                [telemetry.http]
                listen = "127.0.0.1:0"
                """);
    }

    @Test
    void anAgentInTroubleSaysWhyAndOneThatIsWellSaysSo() throws Exception {
        Required.docker();
        try (AgentProcess agent = start("run").awaitLog("at http://").awaitLog("there is no socket")) {
            assertThat(get(agent, "/healthz").statusCode()).as("it lives").isEqualTo(200);
            HttpResponse<String> readiness = get(agent, "/readyz");
            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(json(readiness).path("troubles").toString())
                    .contains("the engine is not followed since")
                    .contains("there is no socket");
            assertThat(metric(agent, "dispenser_telemetry_engine_connected")).isZero();
            assertThat(metric(agent, "dispenser_telemetry_engine_failures_total"))
                    .isPositive();
            HttpResponse<String> page = get(agent, "/");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("frame-ancestors 'none'");
            assertThat(page.body())
                    .contains(
                            "<!doctype html>",
                            "there is no socket",
                            "\"pipelines\":[{\"table\":\"dispenser-deployments\"");
            try (AgentProcess status = start("status")) {
                assertThat(status.await()).as(status.log()).isEqualTo(1);
                assertThat(status.output())
                        .containsPattern("^NOT WELL since \\d{4}-.* UTC \\(.*\\): 1 trouble")
                        .containsPattern(
                                "FAILED  the engine is not followed since .* UTC \\(.*\\): .*there is no socket")
                        .containsPattern("  what to do: mend the cause");
            }

            Files.createSymbolicLink(engine, Path.of("/var/run/docker.sock"));
            agent.awaitLog("following Docker Engine");
            while (get(agent, "/readyz").statusCode() != 200
                    || metric(agent, "dispenser_telemetry_samples_total") == 0) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(json(get(agent, "/readyz")).path("tables")).hasSize(2);
            assertThat(metric(agent, "dispenser_telemetry_engine_connected")).isEqualTo(1);
            assertThat(metric(agent, "process_resident_memory_bytes")).isGreaterThan(10_000_000);
            try (AgentProcess status = start("status")) {
                assertThat(status.await()).as(status.log()).isZero();
                assertThat(status.output())
                        .startsWith("WELL: rows are collected and written\n")
                        .containsPattern("engine +Docker Engine at .*followed for \\d+ s; last sample \\d+ s ago")
                        .containsPattern("dispenser-container-status +ok +none yet +nothing .* 0 B of .* file:.*")
                        .doesNotContain("FAILED");
            }
            try (AgentProcess status = start("status", "--format", "json")) {
                assertThat(status.await()).as(status.log()).isZero();
                assertThat(new JsonMapper()
                                .readTree(status.output())
                                .path("ready")
                                .asBoolean())
                        .isTrue();
            }
            try (AgentProcess check = start("check")) {
                assertThat(check.await()).as(check.output()).isZero();
                assertThat(check.output()).containsPattern("agent +ok +runs with this configuration's spool");
            }
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
        try (AgentProcess status = start("status")) {
            assertThat(status.await()).isEqualTo(3);
            assertThat(status.log()).startsWith("no agent runs here (there is no ");
        }
    }

    @Test
    void anAgentThatWasKilledIsNotTakenForOneThatHangs() throws Exception {
        try (AgentProcess agent = start("run").awaitLog("there is no socket")) {
            agent.kill();
        }
        try (AgentProcess status = start("status")) {
            assertThat(status.await()).isEqualTo(3);
            assertThat(status.log()).contains("is left over from one that has ended");
        }
    }

    @Test
    void itsPageShowsWhatRunsNowAndWhatWasReported() throws Exception {
        Required.docker();
        try (TestContainers containers = new TestContainers()) {
            String web = containers.name("web");
            containers.run("web", TestContainers.IMAGE_1, "sleep", "600");
            Path file = folder.resolve("dispenser.toml");
            Files.writeString(file, Files.readString(file).replace("dt-no-such-container", web));
            Files.createSymbolicLink(engine, Path.of("/var/run/docker.sock"));
            try (AgentProcess agent = start("run").awaitLog("at http://")) {
                awaitPage(agent, "\"service\":\"" + web + "\"");
                try (AgentProcess record = start("record", "--service", web, "--trigger", "cron")) {
                    assertThat(record.await()).as(record.log()).isZero();
                }
                awaitPage(agent, "\"trigger\":\"cron\"");
                HttpResponse<Stream<String>> events = client.send(request(agent, "/events"), BodyHandlers.ofLines());
                assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
                try (Stream<String> lines = events.body()) {
                    assertThat(lines.filter(line -> line.startsWith("data: ")).limit(2))
                            .hasSize(2)
                            .allMatch(line -> line.contains("\"trigger\":\"cron\""));
                }
                assertThat(agent.terminate()).as(agent.log()).isZero();
            }
        }
    }

    private void awaitPage(AgentProcess agent, String text) throws Exception {
        while (!get(agent, "/").body().contains(text)) { // the test's timeout is its patience
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private AgentProcess start(String... arguments) throws IOException {
        return AgentProcess.start(folder, Map.of("DOCKER_HOST", "unix://" + engine), arguments);
    }

    private double metric(AgentProcess agent, String name) throws Exception {
        Matcher line = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$")
                .matcher(get(agent, "/metrics").body());
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new JsonMapper().readTree(response.body());
    }

    private HttpResponse<String> get(AgentProcess agent, String path) throws Exception {
        return client.send(request(agent, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(AgentProcess agent, String path) throws IOException {
        Matcher address = Pattern.compile("at (http://[0-9.:]+)").matcher(agent.log());
        assertThat(address.find()).as(agent.log()).isTrue();
        return HttpRequest.newBuilder(URI.create(address.group(1) + path)).build();
    }
}
