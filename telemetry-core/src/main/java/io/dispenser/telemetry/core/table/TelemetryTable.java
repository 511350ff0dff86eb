package io.dispenser.telemetry.core.table;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table's definition: everything that a writer must know to create it and to turn events into its rows.
 *
 * @param name the table's documented name
 * @param columns the columns, in the table's order
 * @param identity the names of the columns that tell an event from all others, the time among them; not nullable
 * @param partitionColumn the name of the column that the table is partitioned by, of type {@link ColumnType#DATE}
 * @param logRetention how long the table's history is kept
 * @param deletedFileRetention how long a file that no longer belongs to the table is kept
 * @param targetFileSizeBytes the size that data files are compacted to
 * @param <E> the events whose rows the table holds
 */
public record TelemetryTable<E extends TelemetryEvent>(
        String name,
        List<Column<E>> columns,
        List<String> identity,
        String partitionColumn,
        Duration logRetention,
        Duration deletedFileRetention,
        long targetFileSizeBytes) {

    public TelemetryTable {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column<E> column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("table " + name + " has two columns named " + column.name());
            }
        }
        identity = List.copyOf(identity);
        if (identity.isEmpty() || !names.containsAll(identity)) {
            throw new IllegalArgumentException("table " + name + " lacks a column of its identity " + identity);
        }
        if (!names.contains(partitionColumn)) {
            throw new IllegalArgumentException("table " + name + " has no column named " + partitionColumn);
        }
    }

    /** A table whose events are told apart by all columns that are never null. */
    public TelemetryTable(
            String name,
            List<Column<E>> columns,
            String partitionColumn,
            Duration logRetention,
            Duration deletedFileRetention,
            long targetFileSizeBytes) {
        this(
                name,
                columns,
                columns.stream()
                        .filter(column -> !column.nullable())
                        .map(Column::name)
                        .toList(),
                partitionColumn,
                logRetention,
                deletedFileRetention,
                targetFileSizeBytes);
    }

    /** The columns of {@link #identity}, in the table's order. */
    public List<Column<E>> identityColumns() {
        return columns.stream()
                .filter(column -> identity.contains(column.name()))
                .toList();
    }

    /**
     * About how many bytes {@code event} takes in memory and in a row format: the lengths of its strings and eight bytes
     * for every other value. Good for deciding when a buffer is big, and for nothing else.
     */
    public long approximateBytes(E event) {
        long bytes = 0;
        for (Column<E> column : columns) {
            bytes += column.value(event) instanceof String text ? 8 + text.length() : 8;
        }
        return bytes;
    }
}
