package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers;
import io.dispenser.telemetry.adapter.delta.analysis.Question;
import io.dispenser.telemetry.adapter.delta.analysis.ScriptedMonth;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every question of the folder {@code analysis}, put to DuckDB over tables that our sink wrote. */
class AnalysisByDuckDbTest {

    private static final String PLACE = "/var/lib/dispenser/telemetry/";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    private final ScriptedMonth month = new ScriptedMonth();

    @Test
    void everyQuestionHasTheKnownAnswer() throws Exception {
        PythonScript duckDb = PythonScript.find("duckdb", "duck.py", scratch);
        Path setup = writeTables();
        Map<String, List<List<String>>> answers = new TreeMap<>();
        for (Question question : Question.all()) {
            Path file = Files.writeString(scratch.resolve(question.name() + ".sql"), question.sqlOfTheMonth());
            answers.put(question.name(), rows(duckDb.run(Map.of(), "answer", setup, file)));
        }

        Map<String, List<List<String>>> known = new KnownAnswers(month).all();
        assertThat(answers.keySet()).isEqualTo(known.keySet());
        known.forEach((name, rows) -> {
            assertThat(rows).as(name).isNotEmpty();
            assertThat(answers.get(name)).as(name).containsExactlyInAnyOrderElementsOf(rows);
        });
    }

    /** With today's date they ask for days that the month doesn't have. */
    @Test
    void theyCanBeAskedAsTheyStand() throws Exception {
        PythonScript duckDb = PythonScript.find("duckdb", "duck.py", scratch);
        Path setup = writeTables();
        for (Question question : Question.all()) {
            Path file = Files.writeString(scratch.resolve(question.name() + ".sql"), question.sql());
            assertThat(rows(duckDb.run(Map.of(), "answer", setup, file)))
                    .as(question.name())
                    .isEmpty();
        }
    }

    private Path writeTables() throws Exception {
        Path deployments = write(TelemetryTables.DEPLOYMENTS, month.deployments());
        Path statuses = write(TelemetryTables.STATUS, month.statuses());
        List<String> statements = Question.setup(
                "duckdb", Map.of(PLACE + "deployments", deployments.toString(), PLACE + "status", statuses.toString()));
        return Files.writeString(scratch.resolve("setup.sql"), String.join(";\n", statements));
    }

    private <E extends TelemetryEvent> Path write(TelemetryTable<E> table, List<E> events) throws Exception {
        InMemoryTableStore store = new InMemoryTableStore();
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "dispenser-telemetry/test")) {
            sink.write(new Batch<>("w", 0, events));
        }
        Path directory = scratch.resolve(table.name());
        store.copyTo(directory);
        return directory;
    }

    private static List<List<String>> rows(List<String> printed) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : PrintedRows.lines(printed, "row\t")) {
            rows.add(Arrays.stream(line.substring("row\t".length()).split("\t", -1))
                    .map(Question::cell)
                    .toList());
        }
        return rows;
    }
}
