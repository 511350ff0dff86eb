package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboard, as Prometheus itself takes them; the dashboard's questions to one that scrapes an agent. */
@Timeout(180)
class PrometheusTest {

    private static final Path MONITORING =
            Path.of("../monitoring").toAbsolutePath().normalize();

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void isThere() throws Exception {
        Required.prometheus();
    }

    @Test
    void eachAlertFiresWhenItShouldAndNotBefore() throws Exception {
        promtool("check", "rules", "alerts.yml");
        promtool("test", "rules", "alerts-test.yml");
        Pattern name = Pattern.compile("(?:- alert: |alertname: )(\\w+)");
        assertThat(name.matcher(Files.readString(MONITORING.resolve("alerts-test.yml")))
                        .results()
                        .map(match -> match.group(1)))
                .as("each alert is tried")
                .containsAll(name.matcher(Files.readString(MONITORING.resolve("alerts.yml")))
                        .results()
                        .map(match -> match.group(1))
                        .toList());
    }

    @Test
    void eachQuestionOfTheDashboardIsAnsweredWithSeries() throws Exception {
        Required.docker();
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                base_uri = "tables"
                status_interval = 1
                flush_interval = 1
                spool_dir = "spool"

                [telemetry.http]
                listen = "127.0.0.1:0"

                [[service]]
                path = "web"
                """);
        Files.createDirectory(folder.resolve("web")); // has a row in each sample, though there is no container
        Files.writeString(
                folder.resolve("web/service.toml"), "[service]\nname = \"dt-no-such-container\"\nimage = \"x\"\n");
        try (AgentProcess agent =
                AgentProcess.start(folder, Map.of(), "run").awaitLog("/metrics, /readyz at http://")) {
            Matcher address = Pattern.compile("at http://(127[0-9.:]+)").matcher(agent.log());
            assertThat(address.find()).isTrue();
            Files.writeString(folder.resolve("prometheus.yml"), """
                    global: {scrape_interval: 1s}
                    rule_files: [RULES]
                    scrape_configs:
                      - job_name: dispenser-telemetry
                        static_configs: [{targets: ["AGENT"]}]
                    """.replace(
                            "RULES", MONITORING.resolve("alerts.yml").toString())
                    .replace("AGENT", address.group(1)));
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Process prometheus = new ProcessBuilder(
                            "prometheus",
                            "--config.file=prometheus.yml",
                            "--storage.tsdb.path=tsdb",
                            "--web.listen-address=127.0.0.1:" + port)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile())
                    .start();
            try {
                String api = "http://127.0.0.1:" + port + "/api/v1/query?query=";
                for (String question : questions()) {
                    for (int tries = 0; answer(api, question).isEmpty(); tries++) {
                        assertThat(tries).as(question).isLessThan(300);
                        assertThat(prometheus.isAlive())
                                .as("%s", Files.readString(folder.resolve("prometheus.log")))
                                .isTrue();
                        TimeUnit.MILLISECONDS.sleep(200);
                    }
                }
                assertThat(answer(api, "ALERTS")).isEmpty();
            } finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
            assertThat(agent.terminate()).as(agent.log()).isZero();
        }
    }

    /** As Grafana sends them. */
    private static List<String> questions() throws IOException {
        List<String> questions = new ArrayList<>();
        int variables = 0;
        JsonNode dashboard =
                new JsonMapper().readTree(MONITORING.resolve("dashboard.json").toFile());
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                questions.add(target.path("expr")
                        .asText()
                        .replace("$__rate_interval", "30s")
                        .replace("$job", ".*")
                        .replace("$instance", ".*"));
            }
        }
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            Matcher values =
                    LABEL_VALUES.matcher(variable.path("query").path("query").asText());
            if (values.matches()) { // which Grafana answers by series that have the label
                questions.add(values.group(1) + "{" + values.group(2) + "!=\"\"}");
                variables++;
            }
        }
        assertThat(variables)
                .as("what the dashboard lets choose: job and instance")
                .isEqualTo(2);
        assertThat(questions).hasSizeGreaterThan(10).allMatch(question -> !question.contains("$"));
        return questions;
    }

    private List<JsonNode> answer(String api, String question) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(api + URLEncoder.encode(question, StandardCharsets.UTF_8)))
                .build();
        try {
            JsonNode answer = new JsonMapper()
                    .readTree(client.send(request, BodyHandlers.ofString()).body());
            assertThat(answer.path("status").asText())
                    .as(question + ": " + answer)
                    .isNotEqualTo("error");
            List<JsonNode> series = new ArrayList<>();
            answer.path("data").path("result").forEach(series::add);
            return series.stream()
                    .filter(each -> !each.path("value").path(1).asText().equals("NaN"))
                    .toList();
        } catch (IOException e) {
            return List.of(); // it does not listen yet
        }
    }

    private void promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("promtool.txt");
        int exitCode = new ProcessBuilder(command)
                .directory(MONITORING.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as("%s", Files.readString(output)).isZero();
    }
}
