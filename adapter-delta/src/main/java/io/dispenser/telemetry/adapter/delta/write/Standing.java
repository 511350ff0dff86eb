package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.log.ForgottenNumbers;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a version of a table has of some batches of one writer.
 *
 * @param present how many of them, from the first on, it has
 * @param lacking what it has not: the batches, without the rows that it has of them
 */
record Standing<E extends TelemetryEvent>(int present, List<Batch<E>> lacking) {

    /** By the writer's last number; by rows only where a table may have forgotten it. */
    static <E extends TelemetryEvent> Standing<E> of(
            List<Batch<E>> batches, Snapshot current, LatestSnapshot latest, RowsOfBatches<E> rows) throws IOException {
        OptionalLong last = latest.lastNumber(batches.get(0).writerId());
        if (last.isPresent()) {
            int present = (int) batches.stream()
                    .filter(batch -> batch.number() <= last.getAsLong())
                    .count();
            return new Standing<>(present, batches.subList(present, batches.size()));
        }
        List<E> doubtful = batches.stream()
                .map(Batch::events)
                .filter(events ->
                        ForgottenNumbers.mayHide(current, events.stream().map(TelemetryEvent::timestamp), latest.now()))
                .flatMap(List::stream)
                .toList();
        return doubtful.isEmpty()
                ? new Standing<>(0, batches)
                : byRows(batches, doubtful, rows.absent(current, doubtful));
    }

    private static <E extends TelemetryEvent> Standing<E> byRows(
            List<Batch<E>> batches, List<E> doubtful, List<E> absent) {
        Set<E> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(doubtful);
        absent.forEach(there::remove);
        int present = 0;
        List<Batch<E>> lacking = new ArrayList<>();
        for (Batch<E> batch : batches) {
            List<E> left = batch.events().stream()
                    .filter(event -> !there.contains(event))
                    .toList();
            if (!left.isEmpty()) {
                lacking.add(new Batch<>(batch.writerId(), batch.number(), left));
            } else if (lacking.isEmpty()) {
                present++;
            }
        }
        return new Standing<>(present, List.copyOf(lacking));
    }
}
