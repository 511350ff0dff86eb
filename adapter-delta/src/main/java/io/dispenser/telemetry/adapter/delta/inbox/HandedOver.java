package io.dispenser.telemetry.adapter.delta.inbox;

import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches of one writer that wait in the inbox to be committed.
 *
 * @param tableId which table they are for: one that is made anew in its place has another
 * @param base the writer's last number in the table as its writer saw it; -1 for none. All batches after it, up to the last,
 *     are here, but for those that nobody can read any more.
 * @param columns what the rows hold
 * @param unread the names of columns that the file has beside, of types that this version does not know
 */
public record HandedOver(
        InboxName name,
        String tableId,
        long base,
        List<FileColumn> columns,
        List<String> unread,
        List<NumberedRows> batches) {

    /** A batch: its number, and its rows as a data file stores them. */
    public record NumberedRows(long number, List<@Nullable Object[]> rows) {}

    /** What is left of it where the table has the writer's batches up to {@code number}. */
    public HandedOver after(long number) {
        return with(batches.stream().filter(batch -> batch.number() > number).toList());
    }

    /** The same with these batches. */
    public HandedOver with(List<NumberedRows> others) {
        return new HandedOver(name, tableId, base, columns, unread, others);
    }

    public int rows() {
        return batches.stream().mapToInt(batch -> batch.rows().size()).sum();
    }
}
