package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as the scripts print their rows: strings in hex, timestamps in microseconds, a missing value as "-". */
final class PrintedRows {

    private PrintedRows() {}

    static <E extends TelemetryEvent> List<String> of(TelemetryTable<E> table, List<E> events) {
        return events.stream()
                .map(event -> "row "
                        + table.columns().stream()
                                .map(column -> text(column, column.value(event)))
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    /** Those of the lines that a script printed which begin so. */
    static List<String> lines(List<String> all, String prefix) {
        return all.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    private static String text(Column<?> column, @Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (column.type() == ColumnType.TIMESTAMP) {
            return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
        }
        if (value instanceof String text) {
            return "x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        }
        return value.toString();
    }
}
