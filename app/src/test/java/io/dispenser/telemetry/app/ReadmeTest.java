package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README is true to the letter, where a test can tell. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final String EXAMPLES = "telemetry-testkit/src/test/java/io/dispenser/telemetry/example/";

    @Test
    void theConfigurationTableIsTheCodes() throws IOException {
        for (Setting.Table table : Setting.Table.values()) {
            String section = "[" + table.fullName() + "]";
            String text = readme();
            int heading = text.indexOf("The section `" + section + "`");
            assertThat(heading).as(section).isPositive();
            assertThat(rowsBelow("| key | type | default | meaning |", text.substring(heading)))
                    .containsExactlyElementsOf(
                            Setting.of(table).stream().map(ReadmeTest::row).toList());
        }
    }

    @Test
    void theTablesColumnsAreTheCodes() throws IOException {
        assertThat(columnsBelow("### `dispenser-deployments`")).isEqualTo(columns(TelemetryTables.DEPLOYMENTS));
        assertThat(columnsBelow("### `dispenser-container-status`")).isEqualTo(columns(TelemetryTables.STATUS));
    }

    @ParameterizedTest
    @CsvSource({
        EXAMPLES + "EmbeddingTest.java, embedding",
        EXAMPLES + "SwappedAdaptersTest.java, swapping adapters",
        "consumer/src/main/java/org/example/Embedding.java, embedding with Delta",
        "benchmarks/src/test/java/io/dispenser/telemetry/benchmarks/OwnEventTest.java, an own event"
    })
    void theExamplesAreTheOnesThatAreCompiled(String file, String name) throws IOException {
        String source = Files.readString(ROOT.resolve(file));
        String example = between("// README: " + name + "\n", "// README: end", source);
        String imports = source.lines()
                .filter(line -> line.startsWith("import ") && isUsed(line, example))
                .collect(Collectors.joining("\n"));
        assertThat(readme()).contains("```java\n" + imports + "\n\n" + example + "\n```");
    }

    @Test
    void theCoordinatesAreTheConsumers() throws IOException {
        String version = between(
                "<telemetry.version>", "</telemetry.version>", Files.readString(ROOT.resolve("consumer/pom.xml")));
        String coordinates = between(
                "<!-- README: coordinates -->\n",
                "<!-- README: end -->",
                Files.readString(ROOT.resolve("consumer/core-first/pom.xml")));
        assertThat(readme()).contains("```xml\n" + coordinates.replace("${telemetry.version}", version) + "\n```");
    }

    @Test
    void theGateRunsTheTwoCommands() throws IOException {
        List<String> gate = Files.readAllLines(ROOT.resolve(".ci/run"));
        for (String command : List.of("./dispenser-telemetry demo", "./mvnw verify")) {
            assertThat(readme()).contains("```sh\n" + command + "\n```");
            assertThat(gate).contains(command);
        }
    }

    private static boolean isUsed(String importLine, String code) {
        String name = importLine.substring(importLine.lastIndexOf('.') + 1, importLine.length() - 1);
        return Pattern.compile("\\b" + name + "\\b").matcher(code).find();
    }

    /** What stands between two marks, without the indentation that its lines share. */
    private static String between(String begin, String end, String text) {
        int from = text.indexOf(begin);
        assertThat(from).as(begin).isNotNegative();
        int to = text.indexOf(end, from + begin.length());
        assertThat(to).as(end).isPositive();
        return text.substring(from + begin.length(), to).stripIndent().strip();
    }

    private static String row(Setting<?> setting) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s |",
                setting.key(),
                setting.type(),
                setting.defaultText().isEmpty() ? "none" : "`" + setting.defaultText() + "`",
                setting.meaning());
    }

    private static List<String> columns(TelemetryTable<?> table) {
        return table.columns().stream().map(ReadmeTest::row).toList();
    }

    private static String row(Column<?> column) {
        String type = column.type() == ColumnType.INTEGER
                ? "int"
                : column.type().name().toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "| `%s` | %s |%s|", column.name(), type, column.nullable() ? " null " : " ");
    }

    private static List<String> columnsBelow(String heading) throws IOException {
        String text = readme();
        int section = text.indexOf(heading);
        assertThat(section).isPositive();
        return rowsBelow("| column | type | null | value |", text.substring(section)).stream()
                .map(row -> row.substring(0, thirdBar(row) + 1))
                .toList();
    }

    private static int thirdBar(String row) {
        int bar = 0;
        for (int i = 0; i < 3; i++) {
            bar = row.indexOf('|', bar + 1);
        }
        return bar;
    }

    private static List<String> rowsBelow(String header, String text) {
        assertThat(text).contains(header + "\n");
        return text.substring(text.indexOf(header))
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
