package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.utils.CloseableIterable;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.parquet.DataFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileEncoder;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data files of batches: puts them into the store, one for each of the table's partitions, and says of them what a commit says. Keeps what it
 * staged last, so that another attempt needs no other files.
 */
public final class BatchStager<E extends TelemetryEvent> {

    private final TelemetryTable<E> table;
    private final TableStore store;
    private final InstantSource clock;
    private @Nullable StagedBatches<E> latest;

    public BatchStager(TelemetryTable<E> table, TableStore store, InstantSource clock) {
        this.table = table;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Puts the batches' data files into the store, unless an earlier attempt did.
     *
     * @param sameTable whether the table is certain to be the one of that attempt, so that its files are there
     */
    public StagedBatches<E> stage(
            List<Batch<E>> batches, RowLayout<E> layout, StagingContext staging, boolean sameTable) throws IOException {
        StagedBatches<E> earlier = latest;
        Instant now = clock.instant();
        if (earlier != null && earlier.serves(batches, layout, now) && (sameTable || areThere(earlier))) {
            return earlier;
        }
        List<Encoded> encoded = encode(events(batches), layout, staging); // all, before anything is put
        List<StagedFile> files = new ArrayList<>();
        for (Encoded each : encoded) {
            store.put(TablePaths.relative(each.staged().path()), each.file().content());
            files.add(each.staged());
        }
        StagedBatches<E> fresh = new StagedBatches<>(StagedBatches.names(batches), layout, now, List.copyOf(files));
        latest = fresh;
        return fresh;
    }

    /**
     * The events that keep {@code batches} from being encoded, each by itself; empty if something else does. Nothing is put into
     * the store.
     */
    public List<Rejection> unfit(List<Batch<E>> batches, RowLayout<E> layout, StagingContext staging) {
        return new UnfitRows<>(table, layout.columns(), events -> {
                    try {
                        for (Encoded each : encode(events, layout, staging)) {
                            each.staged().actions(Instant.EPOCH, staging, row -> {});
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .in(batches);
    }

    private static <E extends TelemetryEvent> List<E> events(List<Batch<E>> batches) {
        return batches.stream().flatMap(batch -> batch.events().stream()).toList();
    }

    /** A data file, and what the log will say of it. */
    private record Encoded(DataFile file, StagedFile staged) {}

    /** A file for each combination of the partition columns' values. */
    private List<Encoded> encode(List<E> events, RowLayout<E> layout, StagingContext staging) {
        Map<List<@Nullable Object>, List<E>> partitions = new LinkedHashMap<>();
        for (E event : events) {
            partitions
                    .computeIfAbsent(layout.partitionKey(event), key -> new ArrayList<>())
                    .add(event);
        }
        DataFileEncoder<E> encoder = new DataFileEncoder<>(layout.columns());
        List<Encoded> encoded = new ArrayList<>();
        for (List<E> rows : partitions.values()) {
            DataFile file = encoder.encode(rows);
            Map<String, Literal> partition = layout.partitionOf(rows.get(0));
            encoded.add(new Encoded(file, StagedFile.of(file, partition, staging)));
        }
        return encoded;
    }

    /**
     * Whether the files of an earlier attempt are still in the store: since then, somebody may have dropped the table and made
     * it anew, or put it back from a backup, and a commit that names files which are gone is a table that nobody can read.
     */
    private boolean areThere(StagedBatches<E> earlier) throws IOException {
        for (StagedFile file : earlier.files()) {
            if (store.stat(TablePaths.relative(file.path())).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The actions that add what was staged to the table, after {@code first}. */
    public CloseableIterable<Row> actions(StagedBatches<E> staged, StagingContext staging, List<Row> first)
            throws IOException {
        List<Row> actions = new ArrayList<>(first);
        for (StagedFile file : staged.files()) {
            file.actions(staged.stagedAt(), staging, actions::add);
        }
        return CloseableIterable.inMemoryIterable(CloseableIterators.of(actions));
    }

    /** What was staged last is in the table, or will not be asked for again. */
    public void forget() {
        latest = null;
    }
}
