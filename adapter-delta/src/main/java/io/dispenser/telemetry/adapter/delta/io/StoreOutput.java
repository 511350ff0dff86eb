package io.dispenser.telemetry.adapter.delta.io;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.kernel.BufferedOutput;
import io.dispenser.telemetry.core.storage.TableStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.function.Predicate;

/** A file that Kernel writes: gathered in memory, and given to the store at its end. */
final class StoreOutput implements OutputFile {

    private final TableStore store;
    private final String path;
    private final Predicate<String> replaced;

    /** @param replaced files, by their path in the store, that are written over whatever Kernel wants */
    StoreOutput(TableStore store, String path, Predicate<String> replaced) {
        this.store = store;
        this.path = path;
        this.replaced = replaced;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public PositionOutputStream create(boolean atomicWrite) {
        return new BufferedOutput() {
            private boolean closed;

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    writeWhole(store, path, content(), !atomicWrite || replaced.test(TablePaths.relative(path)));
                }
            }
        };
    }

    @Override
    public void writeAtomically(CloseableIterator<String> data, boolean overwrite) throws IOException {
        StringBuilder lines = new StringBuilder();
        try (data) {
            data.forEachRemaining(line -> lines.append(line).append('\n'));
        }
        writeWhole(store, path, lines.toString().getBytes(StandardCharsets.UTF_8), overwrite);
    }

    /**
     * Writes a whole file.
     *
     * @param path as Kernel calls it
     * @throws FileAlreadyExistsException if {@code overwrite} is false and the store says that somebody else's file is there
     */
    static void writeWhole(TableStore store, String path, byte[] content, boolean overwrite) throws IOException {
        String relative = TablePaths.relative(path);
        if (overwrite) {
            store.put(relative, content);
            return;
        }
        // A table is as good without a checksum file, and one that a machine's end has cut is passed over.
        boolean written = relative.endsWith(TablePaths.CHECKSUM)
                ? store.putIfAbsentUnforced(relative, content)
                : store.putIfAbsent(relative, content);
        if (!written) {
            throw new FileAlreadyExistsException(path);
        }
    }
}
