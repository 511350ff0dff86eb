package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import java.io.ByteArrayOutputStream;

/** Keeps what Kernel writes to a file, until it is whole. */
public class BufferedOutput extends PositionOutputStream {

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /** What was written so far. */
    public final byte[] content() {
        return content.toByteArray();
    }

    @Override
    public final long getPos() {
        return content.size();
    }

    @Override
    public final void write(int b) {
        content.write(b);
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) {
        content.write(bytes, offset, length);
    }
}
