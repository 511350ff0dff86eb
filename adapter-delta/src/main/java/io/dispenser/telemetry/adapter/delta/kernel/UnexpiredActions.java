package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.kernel.Checksums.Totals;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Kernel's rows of a new checkpoint, but with the removals that belong there: those that have not expired, of files that no
 * later commit brought back. Kernel leaves out those that stand in the checkpoint before; without them somebody's vacuum
 * takes the removed files for strangers, and deletes at once what a reader of an older version still needs. ("Action
 * Reconciliation" of the Delta protocol wants unexpired removals kept.) And Kernel goes by the clock of this machine.
 *
 * <p>And without the numbers of writers that have been silent for longer than the table wants them remembered: Kernel keeps them
 * for ever ("Transaction Identifiers" of the protocol lets a table forget them, by {@code delta.setTransactionRetentionDuration}). A
 * number without a time stays.
 *
 * <p>Kernel gives the rows of the log's commits first, newest first, and then those of the old checkpoint.
 */
final class UnexpiredActions implements CloseableIterator<FilteredColumnarBatch> {

    private final CloseableIterator<FilteredColumnarBatch> batches;
    private final ExpiredActions expired;

    /** The files that commits after the old checkpoint add or remove: what it says of them is out of date. */
    private final Set<String> touched = new HashSet<>();

    private long liveFiles;
    private long liveBytes;

    UnexpiredActions(CloseableIterator<FilteredColumnarBatch> batches, ExpiredActions expired) {
        this.batches = batches;
        this.expired = expired;
    }

    /** The files of the table among the rows that were given. */
    Totals live() {
        return new Totals(liveFiles, liveBytes);
    }

    @Override
    public boolean hasNext() {
        return batches.hasNext();
    }

    @Override
    public FilteredColumnarBatch next() {
        FilteredColumnarBatch batch = batches.next();
        ColumnarBatch data = batch.getData();
        BitSet selected = selected(batch);
        Files removes = new Files(data, "remove");
        long expiredRemovals = expired.removals().toEpochMilli();
        for (int row = 0; row < data.getSize(); row++) {
            Optional<String> removed = removes.key(row);
            if (removed.isPresent()) {
                selected.set(row, !touched.contains(removed.get()) && removes.deletionMillis(row) > expiredRemovals);
            }
        }
        expired.transactions().ifPresent(time -> deselectTransactions(data, selected, time.toEpochMilli()));
        Files adds = new Files(data, "add");
        for (int row = selected.nextSetBit(0); row >= 0; row = selected.nextSetBit(row + 1)) {
            if (adds.isThere(row)) {
                liveFiles++;
                liveBytes += adds.size(row);
            }
        }
        if (data instanceof DefaultRowBasedColumnarBatch) {
            // Rows of a JSON file: of a commit.
            for (int row = 0; row < data.getSize(); row++) {
                adds.key(row).ifPresent(touched::add);
                removes.key(row).ifPresent(touched::add);
            }
        }
        return new FilteredColumnarBatch(data, Optional.of(new Selection(selected, data.getSize())));
    }

    @Override
    public void close() throws IOException {
        batches.close();
    }

    private static void deselectTransactions(ColumnarBatch data, BitSet selected, long expiredMillis) {
        int ordinal = data.getSchema().indexOf("txn");
        ColumnVector transactions = data.getColumnVector(ordinal);
        ColumnVector updated =
                transactions.getChild(((StructType) data.getSchema().at(ordinal).getDataType()).indexOf("lastUpdated"));
        for (int row = selected.nextSetBit(0); row >= 0; row = selected.nextSetBit(row + 1)) {
            if (!transactions.isNullAt(row) && !updated.isNullAt(row) && updated.getLong(row) <= expiredMillis) {
                selected.clear(row);
            }
        }
    }

    private static BitSet selected(FilteredColumnarBatch batch) {
        int size = batch.getData().getSize();
        BitSet selected = new BitSet(size);
        Optional<ColumnVector> vector = batch.getSelectionVector();
        for (int row = 0; row < size; row++) {
            if (vector.isEmpty() || (!vector.get().isNullAt(row) && vector.get().getBoolean(row))) {
                selected.set(row);
            }
        }
        return selected;
    }

    /** The files that the rows of one kind of action name. */
    private static final class Files {

        private final ColumnVector action;
        private final StructType fields;

        Files(ColumnarBatch data, String kind) {
            int ordinal = data.getSchema().indexOf(kind);
            this.action = data.getColumnVector(ordinal);
            this.fields = (StructType) data.getSchema().at(ordinal).getDataType();
        }

        /** What tells the file apart: its path, and its deletion vector if it has one. */
        Optional<String> key(int row) {
            if (action.isNullAt(row)) {
                return Optional.empty();
            }
            String path = field("path").getString(row);
            ColumnVector vector = field("deletionVector");
            return Optional.of(
                    vector.isNullAt(row)
                            ? path
                            : path + " "
                                    + DeletionVectorDescriptor.fromColumnVector(vector, row)
                                            .getUniqueId());
        }

        boolean isThere(int row) {
            return !action.isNullAt(row);
        }

        long size(int row) {
            return field("size").getLong(row);
        }

        long deletionMillis(int row) {
            ColumnVector time = field("deletionTimestamp");
            return time.isNullAt(row) ? 0 : time.getLong(row);
        }

        private ColumnVector field(String name) {
            return action.getChild(fields.indexOf(name));
        }
    }

    private static final class Selection implements ColumnVector {

        private final BitSet selected;
        private final int size;

        Selection(BitSet selected, int size) {
            this.selected = selected;
            this.size = size;
        }

        @Override
        public DataType getDataType() {
            return BooleanType.BOOLEAN;
        }

        @Override
        public int getSize() {
            return size;
        }

        @Override
        public boolean isNullAt(int row) {
            return false;
        }

        @Override
        public boolean getBoolean(int row) {
            return selected.get(row);
        }

        @Override
        public void close() {}
    }
}
