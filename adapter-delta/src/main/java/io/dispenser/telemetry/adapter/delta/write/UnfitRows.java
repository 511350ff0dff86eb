package io.dispenser.telemetry.adapter.delta.write;

import io.dispenser.telemetry.adapter.delta.parquet.DataFileEncoder;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events are to blame if batches can't be encoded, whatever it was that refused them: those that can't be encoded by
 * themselves. Looked for by halves, so that few bad ones among many good ones are found with few trials, and nothing is put
 * into the store.
 */
final class UnfitRows<E extends TelemetryEvent> {

    private final TelemetryTable<E> table;
    private final List<Column<E>> columns;
    private final Trial<E> trial;

    /** Does with events all that is done before their rows are put into the store. */
    @FunctionalInterface
    interface Trial<E> {
        void encode(List<E> events);
    }

    UnfitRows(TelemetryTable<E> table, List<Column<E>> columns, Trial<E> trial) {
        this.table = table;
        this.columns = columns;
        this.trial = trial;
    }

    /** Those of the batches; empty if no event is to blame by itself. */
    List<Rejection> in(List<Batch<E>> batches) {
        List<Rejection> found = new ArrayList<>();
        batches.forEach(batch -> find(batch.events(), found));
        return found;
    }

    private void find(List<E> events, List<Rejection> found) {
        RuntimeException failure = failure(() -> trial.encode(events));
        if (failure == null) {
            return;
        }
        if (events.size() == 1) {
            found.add(new Rejection(events.get(0), problem(events.get(0), failure)));
            return;
        }
        int half = events.size() / 2;
        find(events.subList(0, half), found);
        find(events.subList(half, events.size()), found);
    }

    private String problem(E event, RuntimeException failure) {
        return table.problem(event).orElseGet(() -> {
            for (Column<E> column : columns) {
                RuntimeException ofColumn =
                        failure(() -> new DataFileEncoder<>(List.of(column)).encode(List.of(event)));
                if (ofColumn != null) {
                    return column.told(column.value(event), "can't be encoded: " + Causes.text(ofColumn));
                }
            }
            return "the row can't be encoded: " + Causes.text(failure);
        });
    }

    private static @Nullable RuntimeException failure(Runnable action) {
        try {
            action.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
