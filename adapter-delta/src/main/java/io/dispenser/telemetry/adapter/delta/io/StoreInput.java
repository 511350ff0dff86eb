package io.dispenser.telemetry.adapter.delta.io;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file that Kernel reads. A file of the log, and any other of moderate size, is fetched whole, with one request for all streams: Kernel
 * reads them from front to back, or reads a Parquet footer and then most of the rest. Only of a larger file are ranges read.
 */
final class StoreInput implements InputFile {

    private static final int CHUNK_BYTES = 1 << 20;

    private final TableStore store;
    private final WholeFiles wholeFiles;
    private final String path;
    private final long size;
    private final long maxWholeBytes;
    private final Predicate<String> hidden;
    private byte @Nullable [] whole;

    /**
     * @param wholeFiles where a file comes from that is fetched whole
     * @param size the file's size, or 0 or less if it is not known
     * @param maxWholeBytes up to which size a file is fetched whole
     * @param hidden files, by their path in the store, that are as good as absent
     */
    StoreInput(
            TableStore store,
            WholeFiles wholeFiles,
            String path,
            long size,
            long maxWholeBytes,
            Predicate<String> hidden) {
        this.store = store;
        this.wholeFiles = wholeFiles;
        this.path = path;
        this.size = size;
        this.maxWholeBytes = maxWholeBytes;
        this.hidden = hidden;
    }

    @Override
    public long length() throws IOException {
        if (size > 0) {
            return size;
        }
        return store.stat(TablePaths.relative(path))
                .map(FileEntry::size)
                .orElseThrow(() -> new FileNotFoundException(path));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        String file = TablePaths.relative(path);
        if (hidden.test(file)) {
            throw new FileNotFoundException(path);
        }
        boolean logText = file.startsWith(TablePaths.LOG + "/") && !file.endsWith(".parquet");
        if (logText || (size > 0 && size <= maxWholeBytes)) {
            try {
                if (whole == null) {
                    byte[] content = wholeFiles.readAll(file);
                    whole = logText ? ActionLines.of(file, content) : content;
                }
                return new Stream(whole);
            } catch (TableStoreException e) {
                throw notFoundAsKernelSaysIt(path, e);
            }
        }
        return new Stream(file, length());
    }

    static IOException notFoundAsKernelSaysIt(String path, TableStoreException e) {
        if (e.reason() != Reason.NOT_FOUND) {
            return e;
        }
        FileNotFoundException missing = new FileNotFoundException(path);
        missing.initCause(e);
        return missing;
    }

    private final class Stream extends SeekableInputStream {

        private final String file;
        private final long length;
        private byte[] window;
        private long windowStart;
        private long position;

        Stream(byte[] content) {
            this.file = path;
            this.length = content.length;
            this.window = content;
        }

        Stream(String file, long length) {
            this.file = file;
            this.length = length;
            this.window = new byte[0];
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long newPos) {
            position = newPos;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            Objects.checkFromIndexSize(offset, wanted, target.length);
            if (wanted == 0) {
                return 0;
            }
            if (position >= length) {
                return -1;
            }
            int count = (int) Math.min(wanted, length - position);
            if (position < windowStart || position + count > windowStart + window.length) {
                int fetched = (int) Math.min(Math.max(count, CHUNK_BYTES), length - position);
                window = fetch(fetched);
                windowStart = position;
            }
            System.arraycopy(window, (int) (position - windowStart), target, offset, count);
            position += count;
            return count;
        }

        @Override
        public void readFully(byte[] target, int offset, int wanted) throws IOException {
            if (wanted > length - position) {
                throw new EOFException(
                        path + " has " + length + " bytes; " + wanted + " from " + position + " on were asked for");
            }
            int unused = read(target, offset, wanted);
        }

        private byte[] fetch(int count) throws IOException {
            try {
                return store.read(file, position, count);
            } catch (TableStoreException e) {
                throw notFoundAsKernelSaysIt(path, e);
            }
        }
    }
}
