package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultJsonHandler;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Kernel's JSON handler, whose errors name the file: Kernel's own tell only the text that could not be parsed. */
final class NamingJsonHandler implements JsonHandler {

    private final DefaultJsonHandler handler;

    NamingJsonHandler(FileIO files) {
        this.handler = new DefaultJsonHandler(files);
    }

    @Override
    public ColumnarBatch parseJson(
            ColumnVector jsonStringVector, StructType outputSchema, Optional<ColumnVector> selectionVector) {
        return handler.parseJson(jsonStringVector, outputSchema, selectionVector);
    }

    @Override
    public CloseableIterator<ColumnarBatch> readJsonFiles(
            CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate) throws IOException {
        Tracked tracked = new Tracked(files);
        CloseableIterator<ColumnarBatch> batches = handler.readJsonFiles(tracked, schema, predicate);
        return new CloseableIterator<>() {
            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public ColumnarBatch next() {
                return tracked.naming(batches::next);
            }

            @Override
            public void close() throws IOException {
                batches.close();
            }
        };
    }

    @Override
    public void writeJsonFileAtomically(String path, CloseableIterator<Row> rows, boolean overwrite)
            throws IOException {
        handler.writeJsonFileAtomically(path, rows, overwrite);
    }

    private static final class Tracked implements CloseableIterator<FileStatus> {

        private final CloseableIterator<FileStatus> files;
        private String current = "";

        Tracked(CloseableIterator<FileStatus> files) {
            this.files = files;
        }

        @Override
        public boolean hasNext() {
            return files.hasNext();
        }

        @Override
        public FileStatus next() {
            FileStatus file = files.next();
            current = file.getPath();
            return file;
        }

        @Override
        public void close() throws IOException {
            files.close();
        }

        /** A line is parsed before the next file is opened, so an error of the parser is the current file's. */
        <T> T naming(Supplier<T> read) {
            try {
                return read.get();
            } catch (RuntimeException e) {
                if (BrokenFileException.isStoreFailure(e)) {
                    throw e;
                }
                throw new BrokenFileException(current, e);
            }
        }
    }
}
