package io.dispenser.telemetry.interop.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.FileForms;
import io.dispenser.telemetry.adapter.delta.FileForms.Condition;
import io.dispenser.telemetry.adapter.delta.FileForms.Form;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data files of every form, as they were appended and as they were compacted, read by Trino. */
@Timeout(600)
class DataFilesByTrinoTest {

    static List<Form> forms() {
        return FileForms.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormIsRead(Form form) throws Exception {
        SharedTable<ContainerStatusEvent> table = new SharedTable<>(TelemetryTables.STATUS);
        int half = form.rows().size() / 2 + 1;
        table.append(0, form.rows().subList(0, half));
        if (half < form.rows().size()) {
            table.append(1, form.rows().subList(half, form.rows().size()));
        }
        assertRead(table, form);
        try (var maintenance = table.maintenance()) {
            assertThat(maintenance
                            .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                            .filesRemoved())
                    .isEqualTo(half < form.rows().size() ? 2 : 0);
        }
        assertRead(table, form);
    }

    private static void assertRead(SharedTable<ContainerStatusEvent> table, Form form) {
        assertThat(sorted(table.rowsByTrino()).equals(sorted(table.view.rows(form.rows()))))
                .as("all rows of %s", form)
                .isTrue();
        for (Condition condition : FileForms.conditions()) {
            assertThat(table.sql("select " + Condition.SELECTION + " from TABLE where " + condition.sql()))
                    .as("%s where %s", form, condition.sql())
                    .containsExactly(List.copyOf(form.answer(condition)));
        }
    }

    private static List<String> sorted(List<? extends List<?>> rows) {
        return rows.stream().map(String::valueOf).sorted().toList();
    }
}
