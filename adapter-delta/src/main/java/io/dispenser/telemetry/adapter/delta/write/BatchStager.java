package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.adapter.delta.parquet.DataFile;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileEncoder;
import io.dispenser.telemetry.adapter.delta.write.StagedBatches.StagedFile;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data files of batches: puts them into the store, one for each of the table's partitions, and says of them what a commit says. Keeps what it
 * staged last, so that another attempt needs no other files.
 */
public final class BatchStager<E extends TelemetryEvent> {

    private final TableStore store;
    private final Engine engine;
    private final InstantSource clock;
    private @Nullable StagedBatches<E> latest;

    public BatchStager(TableStore store, Engine engine, InstantSource clock) {
        this.store = store;
        this.engine = engine;
        this.clock = clock;
    }

    /** Puts the batches' data files into the store, unless an earlier attempt did. */
    public StagedBatches<E> stage(List<Batch<E>> batches, RowLayout<E> layout, Transaction transaction)
            throws IOException {
        StagedBatches<E> earlier = latest;
        Instant now = clock.instant();
        if (earlier != null && earlier.serves(batches, layout, now) && areThere(earlier)) {
            return earlier;
        }
        DataFileEncoder<E> encoder = new DataFileEncoder<>(layout.columns());
        List<StagedFile> files = new ArrayList<>();
        for (List<E> rows : partitions(batches, layout)) {
            files.add(put(encoder.encode(rows), layout.partitionOf(rows.get(0)), transaction));
        }
        StagedBatches<E> fresh = new StagedBatches<>(StagedBatches.names(batches), layout, now, List.copyOf(files));
        latest = fresh;
        return fresh;
    }

    /** The events of each combination of the partition columns' values, in their order. */
    private Collection<List<E>> partitions(List<Batch<E>> batches, RowLayout<E> layout) {
        Map<List<@Nullable Object>, List<E>> partitions = new LinkedHashMap<>();
        for (Batch<E> batch : batches) {
            for (E event : batch.events()) {
                partitions
                        .computeIfAbsent(layout.partitionKey(event), key -> new ArrayList<>())
                        .add(event);
            }
        }
        return partitions.values();
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

    private StagedFile put(DataFile file, Map<String, Literal> partition, Transaction transaction) throws IOException {
        DataWriteContext context = context(transaction, partition);
        Set<Column> wanted = new HashSet<>(context.getStatisticsColumns());
        String path = TablePaths.newDataFile(context.getTargetDirectory(), DataFileEncoder.CODEC);
        store.put(TablePaths.relative(path), file.content());
        return new StagedFile(path, partition, file.content().length, file.rows(), file.statisticsOf(wanted));
    }

    /** The actions that add what was staged to the table. */
    public CloseableIterable<Row> actions(StagedBatches<E> staged, Transaction transaction) throws IOException {
        List<Row> actions = new ArrayList<>();
        for (StagedFile file : staged.files()) {
            DataFileStatus status = new DataFileStatus(
                    file.path(), file.size(), staged.stagedAt().toEpochMilli(), Optional.of(file.statistics()));
            try (CloseableIterator<Row> rows = Transaction.generateAppendActions(
                    engine,
                    TableProperties.stateOf(transaction, engine),
                    CloseableIterable.inMemoryIterable(CloseableIterators.of(List.of(status)))
                            .iterator(),
                    context(transaction, file.partition()))) {
                rows.forEachRemaining(actions::add);
            }
        }
        return CloseableIterable.inMemoryIterable(CloseableIterators.of(actions));
    }

    /** What was staged last is in the table, or will not be asked for again. */
    public void forget() {
        latest = null;
    }

    private DataWriteContext context(Transaction transaction, Map<String, Literal> partition) {
        return Transaction.getWriteContext(engine, TableProperties.stateOf(transaction, engine), partition);
    }
}
