package io.dispenser.telemetry.adapter.delta.parquet;

import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import java.util.List;

/**
 * A column of a data file.
 *
 * @param name its name
 * @param type its type; a value is stored as {@link ColumnStatistics} describes
 * @param nullable whether a value may be absent
 */
public record FileColumn(String name, ColumnType type, boolean nullable) {

    static List<FileColumn> of(List<? extends Column<?>> columns) {
        return columns.stream()
                .map(column -> new FileColumn(column.name(), column.type(), column.nullable()))
                .toList();
    }
}
