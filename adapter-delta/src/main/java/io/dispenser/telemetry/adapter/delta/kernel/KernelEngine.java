package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultExpressionHandler;
import io.delta.kernel.defaults.engine.DefaultFileSystemClient;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.kernel.Checksums.Totals;
import java.util.Optional;
import org.apache.parquet.compression.CompressionCodecFactory;

/** Kernel's default engine on a {@link FileIO} of ours, with our own JSON and Parquet handlers and no metrics reporter. */
public final class KernelEngine implements Engine {

    private final FileSystemClient files;
    private final JsonHandler json;
    private final PlainParquetHandler parquet;

    private KernelEngine(FileIO files, CompressionCodecFactory codecs, ExpiredActions expired) {
        this.files = new DefaultFileSystemClient(files);
        this.json = new NamingJsonHandler(files);
        this.parquet = new PlainParquetHandler(files, codecs, expired);
    }

    /** An engine for everything but checkpoints. */
    public static KernelEngine of(FileIO files, CompressionCodecFactory codecs) {
        return new KernelEngine(files, codecs, ExpiredActions.NONE_KEPT);
    }

    /** An engine for a checkpoint without what has expired. */
    static KernelEngine forCheckpoint(FileIO files, CompressionCodecFactory codecs, ExpiredActions expired) {
        return new KernelEngine(files, codecs, expired);
    }

    /** The files that the checkpoint names which this engine wrote. */
    Totals written() {
        return parquet.written();
    }

    /** The rows of a data file in large batches, for many rows of few columns. */
    public CloseableIterator<ColumnarBatch> readColumns(
            FileStatus file, StructType columns, Optional<Predicate> predicate) {
        CloseableIterator<FileStatus> one = Utils.singletonCloseableIterator(file);
        return parquet.readColumns(one, columns, predicate).map(FileReadResult::getData);
    }

    @Override
    public ExpressionHandler getExpressionHandler() {
        return new DefaultExpressionHandler();
    }

    @Override
    public JsonHandler getJsonHandler() {
        return json;
    }

    @Override
    public FileSystemClient getFileSystemClient() {
        return files;
    }

    @Override
    public ParquetHandler getParquetHandler() {
        return parquet;
    }
}
