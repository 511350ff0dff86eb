package io.dispenser.telemetry.adapter.delta.maintenance;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one data file, in its order, each as the values that a data file stores. */
public final class FileRows implements AutoCloseable {

    private final String path;
    private final List<FileColumn> columns;
    private final StringPool strings;
    private final CloseableIterator<FileReadResult> batches;
    private @Nullable ColumnarBatch batch;
    private int next;

    public FileRows(
            Engine engine, List<FileColumn> columns, StructType schema, StringPool strings, String path, long size)
            throws IOException {
        this.path = path;
        this.columns = columns;
        this.strings = strings;
        this.batches = engine.getParquetHandler()
                .readParquetFiles(
                        CloseableIterators.of(List.of(FileStatus.of(path, size, 0))), schema, Optional.empty());
    }

    /**
     * The next row, a new array; null after the last.
     *
     * @throws UnreadableFileException if the file is not there or damaged
     * @throws java.io.UncheckedIOException if the store fails
     */
    @Nullable
    public Object @Nullable [] next() {
        try {
            return read();
        } catch (RuntimeException e) {
            throw UnreadableFileException.of(path, e);
        }
    }

    private @Nullable Object @Nullable [] read() {
        ColumnarBatch current = batch;
        while (current == null || next == current.getSize()) {
            if (!batches.hasNext()) {
                return null;
            }
            current = batches.next().getData();
            batch = current;
            next = 0;
        }
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            ColumnVector vector = current.getColumnVector(i);
            row[i] = vector.isNullAt(next) ? null : value(vector, i);
        }
        next++;
        return row;
    }

    private Object value(ColumnVector vector, int column) {
        return switch (columns.get(column).type()) {
            case STRING -> strings.utf8(column, vector.getString(next));
            case LONG, TIMESTAMP -> vector.getLong(next);
            case INTEGER, DATE -> vector.getInt(next);
            case DOUBLE -> vector.getDouble(next);
            case BOOLEAN -> vector.getBoolean(next);
        };
    }

    @Override
    public void close() throws IOException {
        batches.close();
    }
}
