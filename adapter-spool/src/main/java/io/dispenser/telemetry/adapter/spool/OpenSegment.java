package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The file that events are appended to. Driven by one thread.
 *
 * <p>After a failed write or force its end is in doubt, and it must be {@linkplain #mend mended} before anything else is
 * done with it: cut back to what was acknowledged, and the cut forced. After a failed force it is also {@linkplain #isSpent
 * spent}: the kernel may have thrown away what it could not write and would call the next force a success, so nothing more
 * goes into this file.
 */
final class OpenSegment {

    private final SegmentName name;
    private final SpoolDisk.AppendFile file;
    private long length;
    private int events;
    private boolean inDoubt;
    private boolean spent;

    OpenSegment(SegmentName name, SpoolDisk.AppendFile file) {
        this.name = name;
        this.file = file;
    }

    SegmentName name() {
        return name;
    }

    /** The bytes of acknowledged lines. */
    long length() {
        return length;
    }

    /** The number of acknowledged events. */
    int events() {
        return events;
    }

    /** Whether nothing more may be appended. */
    boolean isSpent() {
        return spent;
    }

    /** Appends {@code bytes}, in which there are so many events, durably: one force. On failure nothing of it is left. */
    void append(byte[] bytes, int count) throws IOException {
        inDoubt = true;
        try {
            write(bytes);
            force();
        } catch (IOException e) {
            try {
                mend();
            } catch (IOException notYet) {
                e.addSuppressed(notYet);
            }
            throw e;
        }
        inDoubt = false;
        length += bytes.length;
        events += count;
    }

    /** Makes sure that the file ends where the acknowledged lines end, on the disk too. */
    void mend() throws IOException {
        if (inDoubt) {
            file.truncate(length);
            file.force(true);
            inDoubt = false;
        }
    }

    void close() throws IOException {
        file.close();
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            file.write(left, length + left.position());
        }
    }

    private void force() throws IOException {
        try {
            file.force(false);
        } catch (IOException e) {
            spent = true;
            throw e;
        }
    }
}
