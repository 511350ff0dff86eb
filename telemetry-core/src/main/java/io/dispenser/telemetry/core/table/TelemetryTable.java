package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.DATE;
import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table's definition: all that must be known to create the table, to turn events into its rows, and its rows into events. An
 * embedding program defines tables of its own with {@code TelemetryTableBuilder}; the pipeline, the spools, the sinks and the maintenance
 * know of a table nothing else.
 *
 * <p>By convention a column {@value #TIMESTAMP} of type {@link ColumnType#TIMESTAMP} holds {@link TelemetryEvent#timestamp()}: a
 * reader leaves out files by it. A table without one is read whole.
 *
 * @param name the table's documented name, which is also that of its spool's folder: letters, digits, dots, hyphens and
 *     underscores, the first of them a letter or a digit
 * @param columns the columns, in the table's order. Their names differ in more than case.
 * @param identity the names of the columns that tell an event from all others, the time among them; not nullable
 * @param partitionColumn the name of the column that the table is partitioned by, of type {@link ColumnType#DATE}. It holds
 *     {@link TelemetryEvent#date()}.
 * @param sortBy the names of the columns that a compaction sorts the rows of a file by, the first counting most; not the
 *     partition column, which is the same for all rows of a file. It is noted in a table that is created, and what is noted
 *     there counts from then on.
 * @param logRetention how long the table's history is kept
 * @param deletedFileRetention how long a file that no longer belongs to the table is kept
 * @param targetFileSizeBytes the size that data files are compacted to
 * @param reader makes an event of a row, equal to the one that the row was made of; null if rows are only written, as by a
 *     pipeline without a durable spool. It throws {@link IllegalArgumentException}, as {@link TableRow} does, for a row that is
 *     no event.
 * @param <E> the events whose rows the table holds
 */
public record TelemetryTable<E extends TelemetryEvent>(
        String name,
        List<Column<E>> columns,
        List<String> identity,
        String partitionColumn,
        List<String> sortBy,
        Duration logRetention,
        Duration deletedFileRetention,
        long targetFileSizeBytes,
        @Nullable Function<TableRow, E> reader) {

    /** The name of the column that holds the time of the events. */
    public static final String TIMESTAMP = "timestamp";

    /** What rows are sorted by where nothing else is said, as far as the table has these columns. */
    public static final List<String> DEFAULT_SORT_BY = List.of("service", TIMESTAMP);

    /** How many characters all texts of an event have at most: what a spool can certainly read again, and a row should hold. */
    public static final int MAX_CHARACTERS = 2 * 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public TelemetryTable {
        requireNonNull(logRetention, "logRetention");
        requireNonNull(deletedFileRetention, "deletedFileRetention");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a table can't be named \"" + name
                            + "\": letters, digits, dots, hyphens and underscores are possible, and the first is a letter or a digit");
        }
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        Set<String> withoutCase = new HashSet<>();
        for (Column<E> column : columns) {
            names.add(column.name());
            if (!withoutCase.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("table " + name + " has two columns named " + column.name());
            }
        }
        identity = List.copyOf(identity);
        if (identity.isEmpty() || !names.containsAll(identity)) {
            throw new IllegalArgumentException("table " + name + " lacks a column of its identity " + identity);
        }
        if (columns.stream().noneMatch(column -> column.name().equals(partitionColumn) && column.type() == DATE)) {
            throw new IllegalArgumentException("table " + name + " has no date column named " + partitionColumn);
        }
        sortBy = List.copyOf(sortBy);
        if (!names.containsAll(sortBy) || sortBy.contains(partitionColumn)) {
            throw new IllegalArgumentException("table " + name + " can't be sorted by " + sortBy
                    + ": these must be columns of it, and not " + partitionColumn + ", which it is partitioned by");
        }
    }

    /**
     * A table whose rows are only written, whose events are told apart by all columns that are never null, and which is sorted by
     * {@link #DEFAULT_SORT_BY}.
     */
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
                namesOfRequired(columns),
                partitionColumn,
                defaultSortBy(columns),
                logRetention,
                deletedFileRetention,
                targetFileSizeBytes,
                null);
    }

    /** The columns of {@link #identity}, in the table's order. */
    public List<Column<E>> identityColumns() {
        return columns.stream()
                .filter(column -> identity.contains(column.name()))
                .toList();
    }

    /**
     * The event that {@code row} was made of.
     *
     * @throws IllegalArgumentException if a value is missing or of another type
     * @throws IllegalStateException if the definition has no {@link #reader}
     */
    public E event(TableRow row) {
        if (reader == null) {
            throw new IllegalStateException("the definition of table " + name + " has no reader of its rows");
        }
        return reader.apply(row);
    }

    /**
     * What keeps {@code event} from being a row of any table of this definition, with its column and value, in a sentence for a
     * person; empty if nothing does.
     */
    public Optional<String> problem(E event) {
        long characters = 0;
        try {
            for (Column<E> column : columns) {
                characters += column.checkedValue(event) instanceof String text ? text.length() : 0;
            }
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
        return characters <= MAX_CHARACTERS
                ? Optional.empty()
                : Optional.of("its texts have " + characters + " characters together, of at most " + MAX_CHARACTERS);
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

    static <E> List<String> namesOfRequired(List<Column<E>> columns) {
        return columns.stream()
                .filter(column -> !column.nullable())
                .map(Column::name)
                .toList();
    }

    static <E> List<String> defaultSortBy(List<Column<E>> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        return DEFAULT_SORT_BY.stream().filter(names::contains).toList();
    }
}
