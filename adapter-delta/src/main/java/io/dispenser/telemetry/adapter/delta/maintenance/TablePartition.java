package io.dispenser.telemetry.adapter.delta.maintenance;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One combination of values of the columns that a table is partitioned by. Files are compacted among those of one partition
 * alone.
 *
 * @param columns the columns, in the table's order; none in a table that isn't partitioned
 * @param values their values as the log spells them, in the same order; null for null
 * @param day the day that all rows are of; null where no column tells it
 */
record TablePartition(
        List<String> columns,
        List<@Nullable String> values,
        @Nullable LocalDate day) {

    /** By day, the oldest first; those without one come last. */
    static final Comparator<TablePartition> BY_DAY = Comparator.<TablePartition>comparingLong(
                    partition -> partition.day == null ? Long.MAX_VALUE : partition.day.toEpochDay())
            .thenComparing(TablePartition::toString);

    /** @param dayColumn the one of {@code columns} that holds a day; null if there is none */
    static TablePartition of(List<String> columns, @Nullable String dayColumn, Map<String, @Nullable String> inLog) {
        List<@Nullable String> values = new ArrayList<>();
        columns.forEach(column -> values.add(inLog.get(column)));
        return new TablePartition(
                columns,
                values,
                dayColumn == null ? null : day(inLog.get(dayColumn)).orElse(null));
    }

    /** The values as the log has them. */
    Map<String, @Nullable String> inLog() {
        Map<String, @Nullable String> inLog = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            inLog.put(columns.get(i), values.get(i));
        }
        return inLog;
    }

    static Optional<LocalDate> day(@Nullable String value) {
        try {
            return Optional.ofNullable(value).map(LocalDate::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What its rows meet, in SQL, as the log of Spark has it: one condition, of all columns; none for a whole table. */
    List<String> conditions() {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String value = values.get(i);
            conditions.add(
                    value == null
                            ? "(" + columns.get(i) + " IS NULL)"
                            : "(" + columns.get(i) + " = '" + value.replace("'", "''") + "')");
        }
        return conditions.isEmpty() ? List.of() : List.of(String.join(" AND ", conditions));
    }

    /** For a person. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parts.add(columns.get(i) + " " + values.get(i));
        }
        return parts.isEmpty() ? "the table" : String.join(", ", parts);
    }
}
