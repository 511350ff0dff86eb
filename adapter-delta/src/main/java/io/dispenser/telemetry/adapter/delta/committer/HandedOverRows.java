package io.dispenser.telemetry.adapter.delta.committer;

import static java.util.Objects.requireNonNull;

import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver.NumberedRows;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.ForgottenNumbers;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.log.UnsupportedWriterFeatures;
import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.adapter.delta.read.EventLookup;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.TableRow;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows that were handed over, beside those of a table: whether they can become rows of it, and which of them it has. One thread at a time. */
final class HandedOverRows<E extends TelemetryEvent> {

    private final TelemetryTable<E> table;
    private final DeltaErrors failures;
    private final EventLookup<E> lookup;
    private @Nullable Snapshot usable;

    HandedOverRows(TelemetryTable<E> table, Engine engine, DeltaErrors failures) {
        this.table = table;
        this.failures = failures;
        this.lookup = new EventLookup<>(table, engine);
    }

    /** As {@link GroupLog#misfit}. */
    Optional<String> misfit(Snapshot current, HandedOver batches) throws SinkException {
        requireUsable(current);
        return UnsupportedWriterFeatures.isClustered(current)
                ? Optional.of("the table is clustered (feature clustering)")
                : new MergedRows(current).misfit(batches).or(() -> unsupported(current, batches));
    }

    /** What is the table's own keeps all files from being committed: it is looked at once for each version. */
    private void requireUsable(Snapshot current) throws SinkException {
        if (current == usable) {
            return;
        }
        try {
            TableProperties.requireWritable(current);
            UnsupportedWriterFeatures.requireAppendable(
                    current, current.getSchema().fieldNames());
        } catch (RuntimeException e) {
            throw failures.explained(e);
        }
        usable = current;
    }

    private static Optional<String> unsupported(Snapshot current, HandedOver batches) {
        try {
            UnsupportedWriterFeatures.requireAppendable(
                    current, batches.columns().stream().map(FileColumn::name).collect(Collectors.toSet()));
            return Optional.empty();
        } catch (UnsupportedOperationException e) {
            return Optional.of("the table uses " + e.getMessage());
        }
    }

    /**
     * As {@link GroupLog#mayBeForgotten}.
     *
     * @param now what {@link LatestSnapshot#now} says
     */
    static boolean mayBeForgotten(Snapshot current, HandedOver batches, Instant now) {
        for (int i = 0; i < batches.columns().size(); i++) {
            FileColumn column = batches.columns().get(i);
            if (column.name().equals(TelemetryTable.TIMESTAMP)) {
                int time = i;
                Stream<Instant> times = batches.batches().stream()
                        .flatMap(batch -> batch.rows().stream())
                        .map(row -> (Instant) MergedRows.told(column.type(), requireNonNull(row[time])));
                return ForgottenNumbers.mayHide(current, times, now);
            }
        }
        return true;
    }

    /** As {@link GroupLog#lacking}. */
    HandedOver lacking(Snapshot current, HandedOver batches) throws IOException {
        IdentityHashMap<@Nullable Object[], E> events = new IdentityHashMap<>();
        List<E> ordered = new ArrayList<>();
        List<String> names = batches.columns().stream().map(FileColumn::name).toList();
        for (NumberedRows batch : batches.batches()) {
            for (@Nullable Object[] row : batch.rows()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < row.length; i++) {
                    values.add(MergedRows.told(batches.columns().get(i).type(), row[i]));
                }
                E event = table.event(TableRow.of(names, values));
                events.put(row, event);
                ordered.add(event);
            }
        }
        Set<E> absent = Collections.newSetFromMap(new IdentityHashMap<>());
        if (!ordered.isEmpty()) {
            absent.addAll(lookup.absent(current, ordered));
        }
        return batches.with(batches.batches().stream()
                .map(batch -> new NumberedRows(
                        batch.number(),
                        batch.rows().stream()
                                .filter(row -> absent.contains(events.get(row)))
                                .toList()))
                .toList());
    }
}
