package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.TableRow;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table, newest first.
 *
 * @param columns the table's columns, in its order
 * @param rows the values of each row: {@link java.time.LocalDate}, {@link java.time.Instant}, {@link String}, {@link Long},
 *     {@link Integer}, {@link Double}, {@link Boolean} or null; a value of any other type as its text
 * @param version the version of the table that was read
 * @param filesRead how many data files were opened
 * @param filesSkipped how many were not, because their partition or their statistics rule them out
 */
public record Rows(
        List<String> columns, List<List<@Nullable Object>> rows, long version, long filesRead, long filesSkipped) {

    /**
     * The events that the rows were made of, newest first.
     *
     * @param definition of the table that was read
     * @throws IllegalArgumentException if a row is no event: the table has other columns than its definition
     * @throws IllegalStateException if the definition has no reader
     */
    public <E extends TelemetryEvent> List<E> events(TelemetryTable<E> definition) {
        return rows.stream()
                .map(values -> definition.event(TableRow.of(columns, values)))
                .toList();
    }
}
