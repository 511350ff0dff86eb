package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.read.ScanFiles;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The files of one version of a table that may have the rows of a {@link ColumnQuery}. Reading them takes the memory of a few
 * batches and of the wanted columns of a file, however many rows there are.
 */
public final class ColumnScan {

    /** Takes what is read. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes some rows.
         *
         * @param bytesRead how many bytes of files are done with
         */
        void batch(ColumnBatch batch, long bytesRead);
    }

    private final KernelEngine engine;
    private final Scan scan;
    private final ColumnQuery query;
    private final ReadFailures failures;
    private final long version;
    private final List<Row> files = new ArrayList<>();
    private long bytes;

    private ColumnScan(KernelEngine engine, Scan scan, ColumnQuery query, ReadFailures failures, long version) {
        this.engine = engine;
        this.scan = scan;
        this.query = query;
        this.failures = failures;
        this.version = version;
    }

    static ColumnScan of(KernelEngine engine, Snapshot snapshot, ColumnQuery query, ReadFailures failures)
            throws IOException {
        ScanBuilder builder = snapshot.getScanBuilder().withReadSchema(query.present(snapshot.getSchema()));
        Optional<Predicate> condition = query.condition(snapshot);
        Scan scan = condition.isPresent() ? builder.withFilter(condition.get()).build() : builder.build();
        ColumnScan found = new ColumnScan(engine, scan, query, failures, snapshot.getVersion());
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(found::add);
                }
            }
        }
        return found;
    }

    private void add(Row file) {
        files.add(file);
        bytes += SnapshotFacts.file(file).getSize();
    }

    /** The version of the table. */
    public long version() {
        return version;
    }

    /** How many files are to be read. */
    public int files() {
        return files.size();
    }

    /** How large they are. */
    public long bytes() {
        return bytes;
    }

    /**
     * Reads the files, one after the other, in no order that means anything; rows of other times, services or hosts may be among
     * theirs. While {@code visitor} looks at a batch, on this thread, other threads read the next ones.
     *
     * @throws TableStoreException if a file can't be read; what {@code visitor} has got is right
     */
    public void read(Visitor visitor) throws TableStoreException {
        AtomicReference<@Nullable RuntimeException> own = new AtomicReference<>();
        try {
            failures.explaining(() -> {
                BatchesAhead.read(sources(), read -> show(read, visitor, own));
                return true;
            });
        } catch (TableStoreException e) {
            RuntimeException failure = own.get();
            if (failure != null) {
                throw failure; // the table is not to blame
            }
            throw e;
        }
    }

    private void show(Read read, Visitor visitor, AtomicReference<@Nullable RuntimeException> failure) {
        try {
            visitor.batch(ColumnBatch.of(read.batch(), query.columns()), read.bytesBefore());
        } catch (RuntimeException e) {
            failure.set(e);
            throw e;
        }
    }

    private record Read(FilteredColumnarBatch batch, long bytesBefore) {}

    private List<BatchesAhead.Source<Read>> sources() {
        ScanFiles.Columns columns = ScanFiles.columns(engine, scan);
        List<BatchesAhead.Source<Read>> sources = new ArrayList<>();
        long done = 0;
        for (Row file : files) {
            long before = done;
            sources.add(each -> columns.read(file, batch -> each.accept(new Read(batch, before))));
            done += SnapshotFacts.file(file).getSize();
        }
        return sources;
    }
}
