package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetFileWriter;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.kernel.Checksums.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads Parquet files, data and checkpoints, with codecs in plain Java and without Hadoop's configuration files; writes
 * checkpoints, compressed. Data files are written elsewhere.
 */
final class PlainParquetHandler implements ParquetHandler {

    private final FileIO files;
    private final CompressionCodecFactory codecs;
    private final ExpiredActions expired;
    private Totals written = new Totals(0, 0);

    /** @param expired what a checkpoint leaves out */
    PlainParquetHandler(FileIO files, CompressionCodecFactory codecs, ExpiredActions expired) {
        this.files = files;
        this.codecs = codecs;
        this.expired = expired;
    }

    /** The files that the last checkpoint names which this wrote. */
    Totals written() {
        return written;
    }

    @Override
    public CloseableIterator<FileReadResult> readParquetFiles(
            CloseableIterator<FileStatus> paths, StructType schema, Optional<Predicate> predicate) {
        return new FileReads(paths, file -> new ParquetBatches(files, codecs, file, schema, predicate));
    }

    /** The same for many rows of plain columns: larger batches, that are made without an object a value. */
    CloseableIterator<FileReadResult> readColumns(
            CloseableIterator<FileStatus> paths, StructType schema, Optional<Predicate> predicate) {
        return new FileReads(paths, file -> FlatBatches.open(files, codecs, file, schema, predicate));
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
            String directory, CloseableIterator<FilteredColumnarBatch> rows, List<Column> statsColumns) {
        throw new UnsupportedOperationException("data files are not written through Kernel");
    }

    /** A checkpoint: gathered in memory first, so that one that fails half-way leaves nothing behind. */
    @Override
    public void writeParquetFileAtomically(String path, CloseableIterator<FilteredColumnarBatch> rows)
            throws IOException {
        MemoryFileIO memory = new MemoryFileIO();
        try (UnexpiredActions all = new UnexpiredActions(rows, expired)) {
            ParquetFileWriter.singleFileWriter(memory, path, false, List.of())
                    .write(all)
                    .next();
            written = all.live();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        try (var output = files.newOutputFile(path).create(true)) {
            output.write(memory.content());
        }
    }

    /** The rows of files, one file after the other. */
    private static final class FileReads implements CloseableIterator<FileReadResult> {

        private final CloseableIterator<FileStatus> paths;
        private final Function<FileStatus, FileBatches> open;
        private @Nullable FileBatches current;

        FileReads(CloseableIterator<FileStatus> paths, Function<FileStatus, FileBatches> open) {
            this.paths = paths;
            this.open = open;
        }

        @Override
        public boolean hasNext() {
            while (current == null || !current.hasNext()) {
                closeCurrent();
                if (!paths.hasNext()) {
                    return false;
                }
                current = open.apply(paths.next());
            }
            return true;
        }

        @Override
        public FileReadResult next() {
            if (!hasNext() || current == null) {
                throw new NoSuchElementException();
            }
            ColumnarBatch batch = current.next();
            return new FileReadResult(batch, current.path());
        }

        @Override
        public void close() throws IOException {
            closeCurrent();
            paths.close();
        }

        private void closeCurrent() {
            if (current != null) {
                current.close();
                current = null;
            }
        }
    }
}
