package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver.NumberedRows;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox.Content;
import io.dispenser.telemetry.adapter.delta.inbox.InboxFormat;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file in the model's inbox: each batch has one row.
 *
 * @param numbers of its batches
 */
record ModelFile(InboxName name, String tableId, long base, List<Long> numbers, boolean damaged)
        implements Comparable<ModelFile> {

    /** The same object for the same file, since rows are told apart by what they are, not by what they hold. */
    private static final Map<ModelFile, Content> CONTENTS = new HashMap<>();

    private static final Map<List<Object>, byte[]> ENCODED = new HashMap<>();
    private static final Map<List<Object>, ModelFile> DECODED = new HashMap<>();

    /** As it is encoded, each content once. */
    static byte[] encode(String tableId, long base, List<Batch<ContainerStatusEvent>> batches) {
        return ENCODED.computeIfAbsent(
                List.of(tableId, base, batches),
                same -> InboxFormat.encode(TelemetryTables.STATUS, tableId, base, batches));
    }

    /** What {@link InboxFormat} reads of it. */
    static ModelFile decode(InboxName name, byte[] content) {
        return DECODED.computeIfAbsent(List.of(name, content), same -> {
            try {
                HandedOver read = InboxFormat.decode(name, content);
                List<Long> numbers =
                        read.batches().stream().map(NumberedRows::number).toList();
                return new ModelFile(name, read.tableId(), read.base(), numbers, false);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    Content content() {
        return CONTENTS.computeIfAbsent(
                this,
                file -> damaged
                        ? new Content.Damaged(name, "damaged")
                        : new Content.Read(
                                name,
                                new HandedOver(
                                        name,
                                        tableId,
                                        base,
                                        List.of(),
                                        List.of(),
                                        numbers.stream()
                                                .map(number -> new NumberedRows(
                                                        number, List.<@Nullable Object[]>of(new Object[] {number})))
                                                .toList())));
    }

    /** As a listing has them. */
    @Override
    public int compareTo(ModelFile other) {
        return name.fileName().compareTo(other.name.fileName());
    }
}
