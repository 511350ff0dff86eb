package io.dispenser.telemetry.adapter.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails instead of giving more than so many bytes: an engine's reply must not take all memory. */
final class CappedInput extends FilterInputStream {

    private final int mostBytes;
    private long taken;

    CappedInput(InputStream in, int mostBytes) {
        super(in);
        this.mostBytes = mostBytes;
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) throws IOException {
        taken += bytes;
        if (taken > mostBytes) {
            throw new IOException("the answer is longer than " + (mostBytes >> 10) + " KiB");
        }
    }
}
