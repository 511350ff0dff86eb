package io.dispenser.telemetry.app.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages have in other programs' languages is taken by these: SQL, YAML, units of systemd. */
@Timeout(120)
class ForeignCodeTest {

    private static final String SITE = ".ci/site/bin/python";
    private static final String READERS = ".ci/venv/bin/python";

    /** A block that names no engine is for these. */
    private static final List<String> EVERYWHERE = List.of("duckdb", "spark", "trino");

    @TempDir
    private Path folder;

    @Test
    void statementsAndYamlAreParsed() throws Exception {
        List<Fence> blocks = fences("sql", "yaml");
        assertThat(blocks).hasSizeGreaterThan(8);
        assertThat(parsed(blocks)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sql | SELECT service FROM | Expected table name",
                "sql title=\"Trino\" | CALL system.unregister_table('a', 'b') | nobody knows this statement",
                "sql title=\"Snowflake\" | CREATE CATALOGUE INTEGRATION x | nobody knows this statement",
                "sql title=\"Oracle9\" | SELECT 1 | oracle9",
                "yaml | a: [1 | flow sequence",
                "yaml | just text | no keys with values"
            })
    void aMistakeIsFound(String info, String code, String problem) throws Exception {
        assertThat(parsed(List.of(planted(info, code))))
                .isNotEmpty()
                .first()
                .asString()
                .contains(problem);
    }

    @Test
    void whatDuckDbIsAskedItAnswers() throws Exception {
        List<Fence> blocks = fences("sql").stream()
                .filter(block -> dialects(block).contains("duckdb"))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(1);
        assertThat(run(blocks)).isEmpty();
        assertThat(run(List.of(planted("sql", "SELECT servise FROM status"))))
                .singleElement()
                .asString()
                .contains("servise");
    }

    @Test
    void scrapersAreConfiguredAsPrometheusWantsIt() throws Exception {
        List<Fence> blocks = fences("yaml").stream()
                .filter(block -> block.text().contains("scrape_configs"))
                .toList();
        assertThat(blocks).isNotEmpty();
        Files.copy(Document.ROOT.resolve("monitoring/alerts.yml"), folder.resolve("alerts.yml"));
        for (Fence block : blocks) {
            Path file = Files.writeString(folder.resolve("prometheus.yml"), block.text());
            String said =
                    said("prometheus", "run .ci/prometheus.sh as root", "", "promtool", "check", "config", file + "");
            assertThat(said).as(block.place()).contains("is valid").doesNotContain("FAILED");
        }
    }

    /** What is commented out there is a proposal, and has to be right as well. */
    @Test
    void systemdKnowsEachKeyOfItsUnits() throws Exception {
        assertThat(fences("ini")).isNotEmpty();
        for (Fence block : fences("ini")) {
            assertThat(verified(block.text())).as(block.place()).isEmpty();
        }
        assertThat(verified("[Service]\nReadWritePath=/srv\n")).contains("ReadWritePath");
        assertThat(verified("[Service]\n# ProtectHomes=true   where it is\n")).contains("ProtectHomes");
    }

    private String verified(String unit) throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("checked.service"),
                unit.replaceAll("(?m)^# (\\w+=\\S+) .*$", "$1")
                        .replace("[Service]\n", "[Service]\nExecStart=/bin/true\n"));
        String said =
                said("packages", "run .ci/packaging.sh as root", "", "systemd-analyze", "verify", file.toString());
        return said.lines()
                .filter(line -> line.contains("checked.service:") && line.contains("Unknown"))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> parsed(List<Fence> blocks) throws IOException, InterruptedException {
        return python("site", SITE, "run .ci/site.sh", "parse", blocks);
    }

    private static List<String> run(List<Fence> blocks) throws IOException, InterruptedException {
        return python("duckdb", READERS, "run .ci/readers.sh", "run", blocks);
    }

    private static List<String> python(
            String requirement, String python, String remedy, String mode, List<Fence> blocks)
            throws IOException, InterruptedException {
        List<Map<String, Object>> described = blocks.stream()
                .map(block -> Map.<String, Object>of(
                        "place", block.place(),
                        "language", block.language(),
                        "dialects", dialects(block),
                        "setup",
                                List.of(
                                        empty("status", TelemetryTables.STATUS),
                                        empty("deployments", TelemetryTables.DEPLOYMENTS)),
                        "text", mode.equals("run") ? onTables(block.text()) : block.text()))
                .toList();
        return said(
                        requirement,
                        remedy,
                        new JsonMapper().writeValueAsString(described),
                        Document.ROOT.resolve(python).toString(),
                        "src/test/resources/documents/blocks.py",
                        mode)
                .lines()
                .toList();
    }

    /** A scan of files is one of a table here. */
    private static String onTables(String sql) {
        return sql.replaceAll("delta_scan\\('[^']*/(\\w+)'\\)", "$1");
    }

    private static String empty(String name, TelemetryTable<?> table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + type(column))
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ")"));
    }

    private static String type(Column<?> column) {
        return switch (column.type()) {
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case STRING -> "VARCHAR";
            case LONG -> "BIGINT";
            default ->
                column.type() == ColumnType.INTEGER ? "INTEGER" : column.type().name();
        };
    }

    private static List<String> dialects(Fence block) {
        String title = block.title().toLowerCase(Locale.ROOT);
        return title.isEmpty() ? EVERYWHERE : List.of(title);
    }

    private static List<Fence> fences(String... languages) {
        return Document.all().stream()
                .flatMap(document -> document.fences().stream())
                .filter(fence -> List.of(languages).contains(fence.language()))
                .toList();
    }

    private static Fence planted(String info, String code) {
        return new Document(Path.of("planted.md"), "```" + info + "\n" + code + "\n```\n")
                .fences()
                .get(0);
    }

    private static String said(String requirement, String remedy, String input, String... command)
            throws IOException, InterruptedException {
        Optional<Process> started = start(command);
        if (started.isEmpty()) {
            Requirement.notMet(requirement, "no " + command[0] + "; " + remedy);
        }
        Process process = started.orElseThrow();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static Optional<Process> start(String... command) {
        try {
            return Optional.of(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
