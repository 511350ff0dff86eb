package io.dispenser.telemetry.adapter.delta.parquet;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** Bytes that grow, as Parquet's {@code PLAIN} encoding has them: the least significant first. */
final class PlainBytes {

    private static final int FIRST = 64;

    private byte[] content = new byte[FIRST];
    private int size;
    private int bits;

    int size() {
        return size;
    }

    BytesInput input() {
        return BytesInput.from(content, 0, size);
    }

    void number(long value, int width) {
        makeRoom(width);
        for (int i = 0; i < width; i++) {
            content[size++] = (byte) (value >>> (i * Byte.SIZE));
        }
    }

    void bytes(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, content, size, more.length);
        size += more.length;
    }

    /** One bit, behind those before; eight are a byte. */
    void bit(boolean set) {
        if (bits % Byte.SIZE == 0) {
            number(0, Byte.BYTES);
        }
        if (set) {
            content[size - 1] |= (byte) (1 << (bits % Byte.SIZE));
        }
        bits++;
    }

    private void makeRoom(int bytes) {
        if (size + bytes > content.length) {
            content = Arrays.copyOf(content, Math.max(size + bytes, 2 * content.length));
        }
    }
}
