package io.dispenser.telemetry.adapter.delta.parquet;

import java.util.Arrays;

/** A list of small numbers, each kept in as many bytes as the largest of them needs: one, two or four. */
final class ValueIds {

    private static final int FIRST = 64;

    private byte[] bytes = new byte[0];
    private short[] shorts = new short[0];
    private int[] ints = new int[0];
    private int width = Byte.BYTES;
    private int size;

    int size() {
        return size;
    }

    /** How many bytes of memory one takes. */
    int width() {
        return width;
    }

    void add(int id) {
        if (width == Byte.BYTES) {
            if (id < 1 << Byte.SIZE) {
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.max(FIRST, 2 * size));
                }
                bytes[size++] = (byte) id;
                return;
            }
            shorts = new short[Math.max(FIRST, bytes.length)];
            for (int i = 0; i < size; i++) {
                shorts[i] = (short) Byte.toUnsignedInt(bytes[i]);
            }
            bytes = new byte[0];
            width = Short.BYTES;
        }
        if (width == Short.BYTES) {
            if (id < 1 << Short.SIZE) {
                if (size == shorts.length) {
                    shorts = Arrays.copyOf(shorts, 2 * size);
                }
                shorts[size++] = (short) id;
                return;
            }
            ints = new int[shorts.length];
            for (int i = 0; i < size; i++) {
                ints[i] = Short.toUnsignedInt(shorts[i]);
            }
            shorts = new short[0];
            width = Integer.BYTES;
        }
        if (size == ints.length) {
            ints = Arrays.copyOf(ints, 2 * size);
        }
        ints[size++] = id;
    }

    int get(int i) {
        if (width == Byte.BYTES) {
            return Byte.toUnsignedInt(bytes[i]);
        }
        return width == Short.BYTES ? Short.toUnsignedInt(shorts[i]) : ints[i];
    }
}
