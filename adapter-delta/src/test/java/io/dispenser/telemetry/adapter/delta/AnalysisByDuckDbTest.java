package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.analysis.AnalysisContract;
import io.dispenser.telemetry.adapter.delta.analysis.Question;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every question of the folder {@code analysis}, put to DuckDB over tables that our sink wrote. */
class AnalysisByDuckDbTest extends AnalysisContract {

    private static final String PLACE = "/var/lib/dispenser/telemetry/";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path scratch;

    @SuppressWarnings("NullAway.Init")
    private static PythonScript duckDb;

    @SuppressWarnings("NullAway.Init")
    private static Path setup;

    @BeforeAll
    static void writeTables() throws Exception {
        duckDb = PythonScript.find("duckdb", "duck.py", scratch);
        Path deployments = write(TelemetryTables.DEPLOYMENTS, MONTH.deployments());
        Path statuses = write(TelemetryTables.STATUS, MONTH.statuses());
        List<String> statements = Question.setup(
                "duckdb", Map.of(PLACE + "deployments", deployments.toString(), PLACE + "status", statuses.toString()));
        setup = Files.writeString(scratch.resolve("setup.sql"), String.join(";\n", statements));
    }

    /** The window is written as all engines take it, and the days outside of it are not read. */
    @Test
    void theirWindowSkipsFiles() throws Exception {
        Path statuses = scratch.resolve(TelemetryTables.STATUS.name());
        String window = "date >= CAST(CURRENT_DATE - INTERVAL '1' DAY AS DATE)";
        assertThat(Question.all())
                .filteredOn(each -> each.sql().contains(window))
                .isNotEmpty();

        assertThat(duckDb.run(Map.of(), "files", statuses, window)).containsExactly("files 0/31");
        assertThat(duckDb.run(Map.of(), "files", statuses, window.replace("CURRENT_DATE", "DATE '2026-03-31'")))
                .containsExactly("files 2/31");
    }

    @Override
    protected Map<String, List<List<String>>> ask(Function<Question, String> sql) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("answer", setup));
        Map<String, List<List<String>>> answers = new TreeMap<>();
        for (Question question : Question.all()) {
            arguments.add(Files.writeString(scratch.resolve(question.name() + ".sql"), sql.apply(question)));
            answers.put(question.name(), new ArrayList<>());
        }
        for (String line : duckDb.run(Map.of(), arguments.toArray())) {
            List<String> values = List.of(line.split("\t", -1));
            Objects.requireNonNull(answers.get(values.get(0)), line)
                    .add(Question.row(values.subList(1, values.size()).toArray()));
        }
        return answers;
    }

    private static <E extends TelemetryEvent> Path write(TelemetryTable<E> table, List<E> events) throws Exception {
        InMemoryTableStore store = new InMemoryTableStore();
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "dispenser-telemetry/test")) {
            sink.write(new Batch<>("w", 0, events));
        }
        Path directory = scratch.resolve(table.name());
        store.copyTo(directory);
        return directory;
    }
}
