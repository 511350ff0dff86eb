package io.dispenser.telemetry.adapter.delta.inbox;

import io.dispenser.telemetry.adapter.delta.inbox.HandedOver.NumberedRows;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileEncoder;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileReader;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file in the inbox: a Parquet file with all columns that its writer knows, the rows batch by batch, and three
 * properties: the table's id, the writer's last number in it, and the batches as {@code number:rows}. It is complete by itself:
 * nothing else has to be read to commit it, and any engine can read its rows.
 */
public final class InboxFormat {

    private static final String TABLE = "dispenser.table";
    private static final String BASE = "dispenser.base";
    private static final String BATCHES = "dispenser.batches";

    private InboxFormat() {}

    /**
     * Batches of one writer as a file's content.
     *
     * @param base the writer's last number in the table as it is known; -1 for none
     * @throws IllegalArgumentException if an event can't be a row
     */
    public static <E extends TelemetryEvent> byte[] encode(
            TelemetryTable<E> table, String tableId, long base, List<Batch<E>> batches) {
        List<E> events =
                batches.stream().flatMap(batch -> batch.events().stream()).toList();
        String numbers = batches.stream()
                .map(batch -> batch.number() + ":" + batch.events().size())
                .collect(Collectors.joining(","));
        return new DataFileEncoder<>(table.columns())
                .encode(events, Map.of(TABLE, tableId, BASE, Long.toString(base), BATCHES, numbers))
                .content();
    }

    /**
     * What a file of that name holds.
     *
     * @throws IOException if it is damaged, or was not written as this format says
     */
    public static HandedOver decode(InboxName name, byte[] content) throws IOException {
        DataFileReader.Content file = DataFileReader.read(content);
        Map<String, String> properties = file.properties();
        String tableId = properties.get(TABLE);
        String base = properties.get(BASE);
        String numbers = properties.get(BATCHES);
        if (tableId == null || base == null || numbers == null) {
            throw new IOException("it lacks what a file in the inbox tells of itself");
        }
        try {
            return new HandedOver(
                    name,
                    tableId,
                    Long.parseLong(base),
                    file.columns(),
                    file.unread(),
                    batches(name, numbers, file.rows()));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("what it tells of itself makes no sense: " + e.getMessage(), e);
        }
    }

    private static List<NumberedRows> batches(InboxName name, String numbers, List<@Nullable Object[]> rows)
            throws IOException {
        List<NumberedRows> batches = new ArrayList<>();
        int taken = 0;
        long before = -1;
        for (String each : numbers.split(",", -1)) {
            int colon = each.indexOf(':');
            long number = Long.parseLong(each.substring(0, colon));
            int count = Integer.parseInt(each.substring(colon + 1));
            if (number <= before) {
                throw new IOException("its batches are not in the order of their numbers");
            }
            before = number;
            batches.add(new NumberedRows(number, List.copyOf(rows.subList(taken, taken + count))));
            taken += count;
        }
        if (taken != rows.size() || before != name.last()) {
            throw new IOException("it does not hold the rows that it tells of");
        }
        return batches;
    }
}
