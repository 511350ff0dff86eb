package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.app.output.Printable;
import java.util.ArrayList;
import java.util.Collections;
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
            "action",
            "trigger_type",
            "state",
            "health_status",
            "exit_code",
            "restart_count",
            "cpu_percent",
            "memory_bytes",
            "image",
            "uptime_seconds",
            "oom_killed",
            "failing_streak",
            "host",
            "project",
            "container_name",
            "last_health_output",
            "previous_image",
            "container_id",
            "restart_policy",
            "memory_limit",
            "cpu_limit",
            "image_size_mb",
            "image_sha",
            "container_created_at");

    /** The last column that has to be seen of a deployment; of a sample, the first of these that there is. */
    private static final String LAST_OF_DEPLOYMENTS = "image";

    private static final List<String> LAST_OF_SAMPLES = List.of("memory_bytes", "cpu_percent", "restart_count");

    private final List<Integer> positions;
    private final List<String> columns;

    private ReadingOrder(List<String> columns, List<Integer> positions) {
        this.positions = positions;
        this.columns = positions.stream().map(columns::get).toList();
    }

    /** The reading order of a table with these columns. */
    static ReadingOrder of(List<String> columns) {
        return new ReadingOrder(
                columns,
                IntStream.range(0, columns.size())
                        .boxed()
                        .sorted(Comparator.comparing(position -> rank(columns.get(position))))
                        .toList());
    }

    /** The table's own order. */
    static ReadingOrder asTheyAre(List<String> columns) {
        return new ReadingOrder(
                columns, IntStream.range(0, columns.size()).boxed().toList());
    }

    /**
     * Only {@code wanted} ones of these columns, in that order.
     *
     * @throws IllegalArgumentException if one of them is none of these, or is there twice; the message names it
     */
    static ReadingOrder only(List<String> wanted, List<String> columns) {
        for (String column : wanted) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException("the table has no column " + Printable.oneLine(column) + "; it has "
                        + String.join(", ", columns));
            }
            if (Collections.frequency(wanted, column)
                    > 1) { // an object with a key twice is none that programs can read
                throw new IllegalArgumentException("column " + column + " is named twice; name it once");
            }
        }
        return new ReadingOrder(columns, wanted.stream().map(columns::indexOf).toList());
    }

    List<String> columns() {
        return columns;
    }

    /** How many of the first columns are to be seen even where texts must be cut for them. */
    int essential() {
        List<String> last = columns.contains("trigger_type") ? List.of(LAST_OF_DEPLOYMENTS) : LAST_OF_SAMPLES;
        return 1
                + last.stream()
                        .mapToInt(columns::indexOf)
                        .filter(index -> index >= 0)
                        .findFirst()
                        .orElse(columns.size());
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
