package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A file that Kernel writes: gathered in memory, and given to the store at its end. */
final class StoreOutput implements OutputFile {

    private final FileStoreIO files;
    private final String path;

    StoreOutput(FileStoreIO files, String path) {
        this.files = files;
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public PositionOutputStream create(boolean atomicWrite) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new PositionOutputStream() {
            private boolean closed;

            @Override
            public long getPos() {
                return content.size();
            }

            @Override
            public void write(int b) {
                content.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                content.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    files.write(path, content.toByteArray(), !atomicWrite);
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
        files.write(path, lines.toString().getBytes(StandardCharsets.UTF_8), overwrite);
    }
}
