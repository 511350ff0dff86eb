package io.dispenser.telemetry.app.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a person wants to read a table's columns, most telling first: what does not fit into the width of a
 * terminal is then what matters least. Columns that are not known come last, in the table's order.
 */
final class ReadingOrder {

    private static final List<String> MOST_TELLING_FIRST = List.of(
            "timestamp",
            "service",
            "trigger_type",
            "image",
            "state",
            "health_status",
            "exit_code",
            "restart_count",
            "uptime_seconds",
            "failing_streak",
            "last_health_output",
            "container_id",
            "restart_policy",
            "memory_limit",
            "cpu_limit",
            "image_size_mb",
            "image_sha",
            "container_created_at");

    private final List<Integer> positions;
    private final List<String> columns;

    /** The reading order of a table with these columns. */
    ReadingOrder(List<String> columns) {
        this.positions = IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparing(position -> rank(columns.get(position))))
                .toList();
        this.columns = positions.stream().map(columns::get).toList();
    }

    List<String> columns() {
        return columns;
    }

    List<List<@Nullable Object>> arrange(List<List<@Nullable Object>> rows) {
        List<List<@Nullable Object>> arranged = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable Object> values = new ArrayList<>();
            positions.forEach(position -> values.add(row.get(position)));
            arranged.add(values);
        }
        return arranged;
    }

    private static int rank(String column) {
        int known = MOST_TELLING_FIRST.indexOf(column);
        return known < 0 ? MOST_TELLING_FIRST.size() : known;
    }
}
