package io.dispenser.telemetry.adapter.delta.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads small numbers as Parquet packs them: runs of one number, and groups of eight at a fixed number of bits each (the format's
 * "RLE/bit-packing hybrid").
 */
final class RleDecoder {

    /** So many bytes have to be there after the packed ones: a number is read with all that are around it. */
    static final int SLACK = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int GROUP = 8;
    private static final int VARINT_BITS = 7;

    private final byte[] bytes;
    private final int end;
    private final int width;
    private final long mask;
    private int next;
    private int left;
    private boolean packed;
    private int value;
    private long bit;

    /**
     * @param bytes with {@link #SLACK} bytes that mean nothing at their end
     * @param from where the packed ones begin
     * @param end where they end
     * @param width bits of a number, 32 at the most
     */
    RleDecoder(byte[] bytes, int from, int end, int width) {
        if (width < 0 || width > Integer.SIZE || from > end || end + SLACK > bytes.length) {
            throw new IllegalArgumentException("no numbers of " + width + " bits from " + from + " to " + end);
        }
        this.bytes = bytes;
        this.next = from;
        this.end = end;
        this.width = width;
        this.mask = width == Integer.SIZE ? 0xFFFFFFFFL : (1L << width) - 1;
    }

    /** Reads {@code count} numbers into {@code into}, from its beginning. */
    void read(int[] into, int count) {
        int at = 0;
        while (at < count) {
            if (left == 0) {
                startRun();
            }
            int some = Math.min(left, count - at);
            if (packed) {
                unpack(into, at, some);
            } else {
                Arrays.fill(into, at, at + some, value);
            }
            left -= some;
            at += some;
        }
    }

    /** How many of the next {@code most} numbers, one at the least, are {@link #runValue}, one after the other; 0 if they are packed. */
    int run(int most) {
        if (left == 0) {
            startRun();
        }
        if (packed) {
            return 0;
        }
        int some = Math.min(left, most);
        left -= some;
        return some;
    }

    int runValue() {
        return value;
    }

    /** The next number. */
    int read() {
        if (left == 0) {
            startRun();
        }
        left--;
        if (!packed) {
            return value;
        }
        int number = number(bit);
        bit += width;
        return number;
    }

    private void unpack(int[] into, int from, int count) {
        long position = bit;
        for (int i = from; i < from + count; i++) {
            into[i] = number(position);
            position += width;
        }
        bit = position;
    }

    private int number(long position) {
        return (int) (((long) LONGS.get(bytes, (int) (position >>> 3)) >>> (position & 7)) & mask);
    }

    private void startRun() {
        int header = header();
        packed = (header & 1) == 1;
        int count = header >>> 1;
        if (packed) {
            // A writer may leave out what would only fill the last group up.
            long bytesOfRun = Math.min((long) count * width, end - next);
            left = width == 0 ? count * GROUP : (int) Math.min((long) count * GROUP, bytesOfRun * GROUP / width);
            bit = (long) next * GROUP;
            next += (int) bytesOfRun;
        } else {
            left = count;
            value = 0;
            for (int shift = 0; shift < width; shift += Byte.SIZE) {
                value |= (one() & 0xFF) << shift;
            }
        }
        if (left <= 0) {
            throw new IllegalArgumentException("a run of " + left + " numbers");
        }
    }

    private int header() {
        int header = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += VARINT_BITS) {
            byte each = one();
            header |= (each & 0x7F) << shift;
            if (each >= 0) {
                return header;
            }
        }
        throw new IllegalArgumentException("the length of a run has no end");
    }

    private byte one() {
        if (next >= end) {
            throw new IllegalArgumentException("there are fewer numbers than there should be");
        }
        return bytes[next++];
    }
}
