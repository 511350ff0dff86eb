package io.dispenser.telemetry.app.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the pages list is what the code has. */
class ReferencesTest {

    @Test
    void theConfigurationTableIsTheCodes() {
        Document page = Document.of("docs/configure.md");
        for (Setting.Table table : Setting.Table.values()) {
            assertThat(page.rows("The section `[" + table.fullName() + "]`", "| key | type | default | meaning |"))
                    .as(table.fullName())
                    .containsExactlyElementsOf(
                            Setting.of(table).stream().map(ReferencesTest::row).toList());
        }
    }

    @Test
    void theTablesColumnsAreTheCodes() {
        assertThat(columnsBelow("## `dispenser-deployments`")).isEqualTo(columns(TelemetryTables.DEPLOYMENTS));
        assertThat(columnsBelow("## `dispenser-container-status`")).isEqualTo(columns(TelemetryTables.STATUS));
    }

    @Test
    void theGateRunsTheTwoCommands() throws IOException {
        List<String> gate = Files.readAllLines(Document.ROOT.resolve(".ci/run"));
        for (String command : List.of("./dispenser-telemetry demo", "./mvnw verify")) {
            assertThat(Document.of("README.md").text()).contains("```sh\n" + command + "\n```");
            assertThat(gate).contains(command);
        }
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
        return table.columns().stream().map(ReferencesTest::row).toList();
    }

    private static String row(Column<?> column) {
        String type = column.type() == ColumnType.INTEGER
                ? "int"
                : column.type().name().toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "| `%s` | %s |%s|", column.name(), type, column.nullable() ? " null " : " ");
    }

    private static List<String> columnsBelow(String heading) {
        return Document.of("docs/tables.md").rows(heading, "| column | type | null | value |").stream()
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
}
