package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;

/** Kernel's input file as Parquet's. The first stream may have fetched the whole file: later ones share what it holds. */
final class ParquetInput implements org.apache.parquet.io.InputFile {

    private final InputFile file;

    ParquetInput(InputFile file) {
        this.file = file;
    }

    /** Parquet names the file so in its messages. */
    @Override
    public String toString() {
        return file.path();
    }

    @Override
    public long getLength() throws IOException {
        return file.length();
    }

    @Override
    public org.apache.parquet.io.SeekableInputStream newStream() throws IOException {
        SeekableInputStream stream = file.newStream();
        return new DelegatingSeekableInputStream(stream) {
            @Override
            public long getPos() throws IOException {
                return stream.getPos();
            }

            @Override
            public void seek(long newPos) throws IOException {
                stream.seek(newPos);
            }
        };
    }
}
