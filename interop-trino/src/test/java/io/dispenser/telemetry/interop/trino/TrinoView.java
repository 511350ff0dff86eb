package io.dispenser.telemetry.interop.trino;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table should look like to Trino.
 *
 * @param <E> the events of its rows
 */
record TrinoView<E extends TelemetryEvent>(TelemetryTable<E> definition) {

    /** The columns: name, type and comment. */
    List<List<String>> columns() {
        return definition.columns().stream()
                .map(column -> List.of(column.name(), type(column.type()), column.description()))
                .toList();
    }

    /** The columns as SQL declares them. */
    String declarations() {
        return definition.columns().stream()
                .map(column -> column.name() + " " + type(column.type()) + (column.nullable() ? "" : " not null"))
                .collect(Collectors.joining(", "));
    }

    /** The rows that {@code events} are, each value as its text. */
    List<List<@Nullable String>> rows(List<E> events) {
        return events.stream().map(this::row).toList();
    }

    /** The values of a row of a service, in SQL; what may be null is. */
    String values(String service) {
        return definition.columns().stream()
                .map(column -> switch (column.name()) {
                    case "service" -> "'" + service + "'";
                    case "date" -> "date'2026-03-01'";
                    case "timestamp" -> "timestamp'2026-03-01 12:00:00 UTC'";
                    default -> column.nullable() ? "null" : "cast('0' as " + type(column.type()) + ")";
                })
                .collect(Collectors.joining(", "));
    }

    private List<@Nullable String> row(E event) {
        List<@Nullable String> row = new ArrayList<>();
        for (Column<E> column : definition.columns()) {
            Object value = column.value(event);
            Object theirs = value instanceof Instant at ? rounded(at) : value;
            row.add(theirs == null ? null : theirs.toString());
        }
        return Collections.unmodifiableList(row);
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case LONG -> "bigint";
            case STRING -> "varchar";
            // It has no more digits for this type of Delta Lake's, whatever is in the files.
            case TIMESTAMP -> "timestamp(3) with time zone";
            case DATE, INTEGER, DOUBLE, BOOLEAN -> type.name().toLowerCase(Locale.ROOT);
        };
    }

    private static Instant rounded(Instant at) {
        return at.plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS);
    }
}
