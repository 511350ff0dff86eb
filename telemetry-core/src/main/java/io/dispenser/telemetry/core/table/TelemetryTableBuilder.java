package io.dispenser.telemetry.core.table;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a table's definition, begun with its name. A table begins with the columns {@code date}, by which it is partitioned, and {@value
 * TelemetryTable#TIMESTAMP}: every event has these. What is not said is:
 *
 * <ul>
 *   <li>the identity: all columns that are never null
 *   <li>the order: by {@link TelemetryTable#DEFAULT_SORT_BY}, as far as the table has these columns
 *   <li>the log's retention 30 days, that of deleted files 7 days, the target size of files 32 MiB
 *   <li>the reader: none, so that rows are only written
 * </ul>
 *
 * @param <E> the events of the table
 */
public final class TelemetryTableBuilder<E extends TelemetryEvent> {

    private static final String DATE = "date";

    private final String name;
    private final List<Column<E>> columns = new ArrayList<>();
    private Optional<List<String>> identity = Optional.empty();
    private Optional<List<String>> sortBy = Optional.empty();
    private String timestampDescription = "When it happened";
    private Duration logRetention = Duration.ofDays(30);
    private Duration deletedFileRetention = Duration.ofDays(7);
    private long targetFileSizeBytes = 32L * 1024 * 1024;
    private @Nullable Function<TableRow, E> reader;

    /** @param name what the table is called */
    public TelemetryTableBuilder(String name) {
        this.name = name;
    }

    /** What the time of an event is, for the analyst. */
    public TelemetryTableBuilder<E> timestamp(String description) {
        timestampDescription = description;
        return this;
    }

    /** The next column, whose value is never null. */
    public TelemetryTableBuilder<E> required(
            String column, ColumnType type, String description, Function<E, @Nullable Object> accessor) {
        columns.add(new Column<>(column, type, false, description, accessor));
        return this;
    }

    /** The next column, whose value may be null. */
    public TelemetryTableBuilder<E> optional(
            String column, ColumnType type, String description, Function<E, @Nullable Object> accessor) {
        columns.add(new Column<>(column, type, true, description, accessor));
        return this;
    }

    /** The columns that tell an event from all others, the time among them. */
    public TelemetryTableBuilder<E> identity(String... names) {
        identity = Optional.of(List.of(names));
        return this;
    }

    /** What a compaction sorts rows by, the first column counting most. */
    public TelemetryTableBuilder<E> sortBy(String... names) {
        sortBy = Optional.of(List.of(names));
        return this;
    }

    /** How long the table's history is kept, and files that no longer belong to it. */
    public TelemetryTableBuilder<E> retention(Duration log, Duration deletedFiles) {
        logRetention = log;
        deletedFileRetention = deletedFiles;
        return this;
    }

    /** The size that data files are compacted to. */
    public TelemetryTableBuilder<E> targetFileSizeBytes(long bytes) {
        targetFileSizeBytes = bytes;
        return this;
    }

    /** What makes an event of a row; a durable spool needs it. */
    public TelemetryTableBuilder<E> reader(Function<TableRow, E> eventOfRow) {
        reader = eventOfRow;
        return this;
    }

    /**
     * The definition.
     *
     * @throws IllegalArgumentException if its parts don't fit each other
     */
    public TelemetryTable<E> build() {
        List<Column<E>> all = new ArrayList<>();
        all.add(new Column<>(DATE, ColumnType.DATE, false, "UTC day of timestamp", TelemetryEvent::date));
        all.add(new Column<>(
                TelemetryTable.TIMESTAMP,
                ColumnType.TIMESTAMP,
                false,
                timestampDescription,
                TelemetryEvent::timestamp));
        all.addAll(columns);
        return new TelemetryTable<>(
                name,
                all,
                identity.orElseGet(() -> TelemetryTable.namesOfRequired(all)),
                DATE,
                sortBy.orElseGet(() -> TelemetryTable.defaultSortBy(all)),
                logRetention,
                deletedFileRetention,
                targetFileSizeBytes,
                reader);
    }
}
