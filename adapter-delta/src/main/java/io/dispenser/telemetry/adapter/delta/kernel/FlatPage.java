package io.dispenser.telemetry.adapter.delta.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.jspecify.annotations.Nullable;

/** A page of values of a column that is not nested: which rows have one, and the values, as they are stored. */
final class FlatPage {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** Stands for the number of a value where a row has none. */
    static final int NO_VALUE = -1;

    private final int rows;
    private final byte[] bytes;
    private final int end;

    private final FlatLevels levels;

    /** Numbers of values in the dictionary, or flags; null where values stand one after the other. */
    private final @Nullable RleDecoder numbers;

    private final boolean dictionary;
    private final boolean flags;
    private int next;
    private int bit;

    @SuppressWarnings("deprecation") // the names are; files of old writers have what they name
    private FlatPage(
            int rows,
            BytesInput content,
            @Nullable BytesInput separateLevels,
            Encoding encoding,
            Encoding levelEncoding,
            boolean optional,
            boolean flags)
            throws IOException {
        this.rows = rows;
        this.flags = flags;
        this.end = Math.toIntExact(content.size());
        this.bytes = bytes(content);
        if (!optional) {
            this.levels = new FlatLevels(null, null);
        } else if (separateLevels != null) {
            int size = Math.toIntExact(separateLevels.size());
            this.levels = new FlatLevels(new RleDecoder(bytes(separateLevels), 0, size, 1), null);
        } else if (levelEncoding == Encoding.BIT_PACKED) {
            this.levels = new FlatLevels(null, bytes);
            this.next = (rows + Byte.SIZE - 1) / Byte.SIZE;
        } else {
            this.next = Integer.BYTES + length(0);
            this.levels = new FlatLevels(new RleDecoder(bytes, Integer.BYTES, next, 1), null);
        }
        this.dictionary = encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
        if (dictionary) {
            this.numbers = next == end ? null : new RleDecoder(bytes, next + 1, end, bytes[next]);
        } else if (encoding == Encoding.RLE && flags) {
            this.numbers = new RleDecoder(bytes, next + Integer.BYTES, next + Integer.BYTES + length(next), 1);
        } else if (encoding == Encoding.PLAIN) {
            this.numbers = null;
        } else {
            throw new UnsupportedOperationException("values are stored as " + encoding);
        }
    }

    /** What a decoder takes: with room after it. */
    private static byte[] bytes(BytesInput content) throws IOException {
        int size = Math.toIntExact(content.size());
        byte[] bytes = new byte[size + RleDecoder.SLACK];
        try (InputStream in = content.toInputStream()) {
            if (in.readNBytes(bytes, 0, size) < size) {
                throw new EOFException("a page is shorter than it says");
            }
        }
        return bytes;
    }

    /** @param optional whether rows may have no value */
    static FlatPage of(DataPage page, boolean optional, boolean flags) {
        return page.accept(new DataPage.Visitor<FlatPage>() {
            @Override
            public FlatPage visit(DataPageV1 one) {
                try {
                    return new FlatPage(
                            one.getValueCount(),
                            one.getBytes(),
                            null,
                            one.getValueEncoding(),
                            one.getDlEncoding(),
                            optional,
                            flags);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public FlatPage visit(DataPageV2 two) {
                try {
                    return new FlatPage(
                            two.getValueCount(),
                            two.getData(),
                            two.getDefinitionLevels(),
                            two.getDataEncoding(),
                            Encoding.RLE,
                            optional,
                            flags);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    int rows() {
        return rows;
    }

    boolean hasDictionary() {
        return dictionary;
    }

    private int length(int at) {
        if (at + Integer.BYTES > end) {
            throw new IllegalArgumentException("a page ends before its length");
        }
        int length = (int) INTS.get(bytes, at);
        if (length < 0 || length > end - at - Integer.BYTES) {
            throw new IllegalArgumentException("a page of " + end + " bytes has a part of " + length);
        }
        return length;
    }

    /**
     * Goes over some rows that have the same value.
     *
     * @param most how many at the most
     * @param value its first place gets the number of the value in the dictionary, 0 or 1 of a flag, or {@link #NO_VALUE}
     * @return how many rows; 0 if the next ones have to be read one by one
     */
    int run(int most, int[] value) {
        int rowsOfRun = levels.hasRuns() ? levels.run(most) : 0;
        if (rowsOfRun < 0) {
            value[0] = NO_VALUE;
            return -rowsOfRun;
        }
        if (rowsOfRun == 0 || !(dictionary || flags)) {
            return 0;
        }
        RleDecoder from = numbers;
        if (from == null && dictionary) {
            throw new IllegalArgumentException("there are no values");
        }
        int run = from == null ? 0 : from.run(rowsOfRun);
        if (from != null) {
            value[0] = run > 0 ? from.runValue() : from.read();
        } else {
            value[0] = nextFlag() ? 1 : 0;
        }
        run = Math.max(1, run);
        levels.took(run);
        return run;
    }

    /** Notes which of the next {@code count} rows have no value, and tells how many have one. */
    int nulls(boolean[] nulls, int from, int count) {
        return levels.nulls(nulls, from, count);
    }

    /** The next numbers of values in the dictionary. */
    void numbers(int[] into, int count) {
        if (count > 0 && numbers == null) {
            throw new IllegalArgumentException("there are no values");
        }
        if (numbers != null) {
            numbers.read(into, count);
        }
    }

    long nextLong() {
        int at = take(Long.BYTES);
        return (long) LONGS.get(bytes, at);
    }

    int nextInt() {
        int at = take(Integer.BYTES);
        return (int) INTS.get(bytes, at);
    }

    double nextDouble() {
        int at = take(Double.BYTES);
        return (double) DOUBLES.get(bytes, at);
    }

    boolean nextFlag() {
        if (numbers != null) {
            return numbers.read() == 1;
        }
        int at = next + (bit >> 3);
        if (at >= end) {
            throw new IllegalArgumentException("a page ends before its values");
        }
        boolean flag = ((bytes[at] >> (bit & 7)) & 1) == 1;
        bit++;
        return flag;
    }

    String nextText() {
        int length = length(next);
        String text = new String(bytes, next + Integer.BYTES, length, StandardCharsets.UTF_8);
        next += Integer.BYTES + length;
        return text;
    }

    private int take(int size) {
        int at = next;
        if (at + size > end) {
            throw new IllegalArgumentException("a page ends before its values");
        }
        next += size;
        return at;
    }
}
