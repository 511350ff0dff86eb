package io.dispenser.telemetry.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.micrometer.AgentMetrics;
import io.dispenser.telemetry.micrometer.IntervalMetrics;
import io.dispenser.telemetry.micrometer.MaintenanceMetrics;
import io.dispenser.telemetry.micrometer.PipelineMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scraper reads, and what is written of it. */
class MetricsPageTest {

    private static final Path ROOT = Path.of("..");
    private static final List<String> TABLES =
            List.of(TelemetryTables.DEPLOYMENTS.name(), TelemetryTables.STATUS.name());

    private final MetricsPage page = new MetricsPage(
            "1.2.3",
            List.of(
                    new PipelineMetrics(TABLES, Instant::now),
                    new AgentMetrics(Instant::now),
                    new MaintenanceMetrics(TABLES, Instant::now),
                    new IntervalMetrics(TABLES)));

    /** Name, type, labels and meaning, as the document has them. */
    private record Metric(String type, Set<String> labels, String meaning) {}

    @Test
    void theDocumentNamesEveryMetricAsItIs() throws Exception {
        Map<String, Metric> documented = new TreeMap<>();
        Pattern row = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\w+) \\| ([^|]*)\\| (.*) \\|$");
        row.matcher(Files.readString(ROOT.resolve("docs/metrics.md")))
                .results()
                .forEach(match -> documented.put(
                        match.group(1),
                        new Metric(match.group(2), names(match.group(3), "`([a-z]+)`"), match.group(4))));
        assertThat(served()).isEqualTo(documented);
    }

    @Test
    void alertsAndDashboardAskForMetricsThatThereAre() throws Exception {
        Set<String> there = served().keySet();
        for (String file :
                List.of("monitoring/alerts.yml", "monitoring/alerts-test.yml", "monitoring/dashboard.json")) {
            Set<String> asked =
                    names(Files.readString(ROOT.resolve(file)), "\\b((?:dispenser_telemetry|process)_[a-z_]+)\\b");
            assertThat(asked)
                    .as(file)
                    .isNotEmpty()
                    .allSatisfy(
                            name -> assertThat(there).contains(name.replaceFirst("_seconds_(sum|count)$", "_seconds")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| text/plain",
                "*/* | text/plain",
                "text/plain;version=0.0.4 | text/plain",
                "application/openmetrics-text; version=1.0.0; charset=utf-8 | application/openmetrics-text",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily | text/plain",
            })
    void theScraperChoosesTheFormat(@Nullable String accept, String type) throws Exception {
        Answer answer = page.get(accept);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith(type);
        assertThat(answer.body()).contains("dispenser_telemetry_build_info{version=\"1.2.3\"} 1");
    }

    private Map<String, Metric> served() throws IOException {
        String text = page.get(null).body();
        Map<String, String> types = pairs(text, "(?m)^# TYPE (\\w+) (\\w+)$");
        Map<String, String> meanings = pairs(text, "(?m)^# HELP (\\w+) (.*)$");
        Map<String, Metric> served = new TreeMap<>();
        types.forEach((name, type) -> {
            if (!name.startsWith("jvm_")) {
                Set<String> labels = new TreeSet<>();
                Pattern.compile("(?m)^" + name + "(?:_sum|_count)?\\{([^}]*)}")
                        .matcher(text)
                        .results()
                        .forEach(match -> labels.addAll(names(match.group(1), "([a-z]+)=")));
                served.put(name, new Metric(type, labels, meanings.getOrDefault(name, "")));
            }
        });
        return served;
    }

    private static Map<String, String> pairs(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    private static Set<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
