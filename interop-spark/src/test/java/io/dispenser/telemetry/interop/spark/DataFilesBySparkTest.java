package io.dispenser.telemetry.interop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.FileForms;
import io.dispenser.telemetry.adapter.delta.FileForms.Condition;
import io.dispenser.telemetry.adapter.delta.FileForms.Form;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data files of every form, as they were appended and as they were compacted, by both of Spark's readers of Parquet. */
@Timeout(600)
class DataFilesBySparkTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    static List<Form> forms() {
        return FileForms.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormIsReadByBothReaders(Form form) throws Exception {
        SharedTable<ContainerStatusEvent> appended = table("appended");
        appended.append(0, form.rows());
        assertBothRead(appended, form);

        int size = form.rows().size();
        SharedTable<ContainerStatusEvent> compacted = table("compacted");
        compacted.append(0, form.rows().subList(0, size / 2 + 1));
        if (size > 1) {
            compacted.append(1, form.rows().subList(size / 2 + 1, size));
            try (var maintenance = compacted.maintenance()) {
                assertThat(maintenance
                                .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                                .filesRemoved())
                        .isEqualTo(2);
            }
            assertBothRead(compacted, form);
        }
    }

    private SharedTable<ContainerStatusEvent> table(String name) {
        return new SharedTable<>(TelemetryTables.STATUS, scratch.resolve(name));
    }

    private static void assertBothRead(SharedTable<ContainerStatusEvent> table, Form form) {
        List<String> rows = sorted(table.rows(form.rows()));
        for (boolean vectors : new boolean[] {true, false}) {
            Spark.shared().sql("set spark.sql.parquet.enableVectorizedReader=" + vectors);
            try {
                assertThat(sorted(table.rowsBySpark()).equals(rows))
                        .as("all rows of %s, in vectors: %s", form, vectors)
                        .isTrue();
                for (Condition condition : FileForms.conditions()) {
                    assertThat(table.sql("select " + Condition.SELECTION + " from TABLE where " + condition.sql()))
                            .as("%s where %s, in vectors: %s", form, condition.sql(), vectors)
                            .containsExactly(List.copyOf(form.answer(condition)));
                }
            } finally {
                Spark.shared().sql("reset spark.sql.parquet.enableVectorizedReader");
            }
        }
    }

    private static List<String> sorted(List<? extends List<?>> rows) {
        return rows.stream().map(String::valueOf).sorted().toList();
    }
}
