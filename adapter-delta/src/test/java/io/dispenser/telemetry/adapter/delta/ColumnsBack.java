package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a table by columns, with what a row-wise reader makes of them as the oracle. */
final class ColumnsBack {

    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

    private ColumnsBack() {}

    /** That all columns that our tables have are the same in all rows. */
    static void assertSame(TableStore store, TelemetryTable<?> table, Rows rows) throws Exception {
        List<? extends Column<?>> wanted = table.columns().stream()
                .filter(column -> rows.columns().contains(column.name()))
                .toList();
        List<String> expected = new ArrayList<>();
        for (List<@Nullable Object> row : rows.rows()) {
            List<@Nullable Object> values = new ArrayList<>();
            wanted.forEach(column -> values.add(row.get(rows.columns().indexOf(column.name()))));
            expected.add(values.toString());
        }
        List<String> names = wanted.stream().map(Column::name).toList();
        assertThat(read(store, ColumnQuery.of(table, names, EVER, null, Map.of())))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The rows that a query gives, each as the list of its values. */
    static List<String> read(TableStore store, ColumnQuery query) throws Exception {
        List<String> found = new ArrayList<>();
        new DeltaTableReader(store).scan(query).orElseThrow().read((batch, bytes) -> {
            for (int row = 0; row < batch.rows(); row++) {
                if (!batch.isDeleted(row)) {
                    @Nullable
                    Object[] values = new @Nullable Object[query.columns().size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = batch.isNull(i, row)
                                ? null
                                : value(batch, i, row, query.types().get(i));
                    }
                    found.add(Arrays.toString(values));
                }
            }
        });
        return found;
    }

    private static Object value(ColumnBatch batch, int column, int row, ColumnType type) {
        return switch (type) {
            case STRING -> batch.text(column, row);
            case LONG, INTEGER -> batch.number(column, row);
            case DOUBLE -> batch.real(column, row);
            case BOOLEAN -> batch.flag(column, row);
            case TIMESTAMP -> Instant.EPOCH.plus(batch.number(column, row), ChronoUnit.MICROS);
            case DATE -> LocalDate.ofEpochDay(batch.number(column, row));
        };
    }
}
