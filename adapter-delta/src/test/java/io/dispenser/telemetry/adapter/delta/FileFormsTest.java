package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.FileForms.Condition;
import io.dispenser.telemetry.adapter.delta.FileForms.Form;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data files of every form, read by DuckDB and by delta-rs. Spark and Trino are asked the same in builds of their own, {@code
 * DataFilesBySparkTest} and {@code DataFilesByTrinoTest}.
 */
class FileFormsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @Test
    void duckDbAnswersEveryQuestion() throws Exception {
        PythonScript duckDb = PythonScript.find("duckdb", "duck.py", scratch);
        List<String> views = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        List<String> due = new ArrayList<>();
        for (Form form : FileForms.all()) {
            String view = form.name().replace(' ', '_');
            views.add("CREATE VIEW " + view + " AS SELECT * FROM delta_scan('" + write(form) + "')");
            for (Condition condition : FileForms.conditions()) {
                String question = view + "-" + due.size();
                arguments.add(Files.writeString(
                        scratch.resolve(question + ".sql"),
                        "SELECT " + Condition.SELECTION + " FROM " + view + " WHERE " + condition.sql()));
                due.add(question + "\t" + String.join("\t", form.answer(condition)));
            }
        }
        arguments.add(0, Files.writeString(scratch.resolve("setup.sql"), String.join(";\n", views)));
        arguments.add(0, "answer");

        assertThat(duckDb.run(Map.of(), arguments.toArray())).isEqualTo(due);
    }

    @Test
    void deltaRsReadsEveryRow() throws Exception {
        DeltaRs deltaRs = DeltaRs.find(scratch);
        for (Form form : FileForms.all()) {
            assertThat(sorted(PrintedRows.lines(deltaRs.run("describe", write(form)), "row "))
                            .equals(sorted(PrintedRows.of(TelemetryTables.STATUS, form.rows()))))
                    .as("all rows of %s", form)
                    .isTrue();
        }
    }

    private Path write(Form form) throws Exception {
        InMemoryTableStore store = new InMemoryTableStore();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, form.rows()));
        }
        Path directory = scratch.resolve(form.name().replace(' ', '-'));
        store.copyTo(directory);
        return directory;
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }
}
