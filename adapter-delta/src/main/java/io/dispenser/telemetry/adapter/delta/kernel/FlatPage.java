package io.dispenser.telemetry.adapter.delta.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    private final int rows;
    private final byte[] bytes;
    private final int end;

    /** Which rows have a value; null if all have. */
    private final @Nullable RleDecoder levels;

    private final boolean oldLevels;
    private int oldLevel;

    /** Numbers of values in the dictionary, or flags; null where values stand one after the other. */
    private final @Nullable RleDecoder numbers;

    private final boolean dictionary;
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
        this.end = Math.toIntExact(content.size());
        this.bytes = bytes(content);
        this.oldLevels = optional && separateLevels == null && levelEncoding == Encoding.BIT_PACKED;
        if (!optional) {
            this.levels = null;
        } else if (separateLevels != null) {
            this.levels = new RleDecoder(bytes(separateLevels), 0, Math.toIntExact(separateLevels.size()), 1);
        } else if (oldLevels) {
            this.levels = null;
            this.next = (rows + Byte.SIZE - 1) / Byte.SIZE;
        } else {
            int length = length(0);
            this.levels = new RleDecoder(bytes, Integer.BYTES, Integer.BYTES + length, 1);
            this.next = Integer.BYTES + length;
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

    /** Notes which of the next {@code count} rows have no value, and tells how many have one. */
    int nulls(boolean[] nulls, int from, int count) {
        int present = 0;
        if (oldLevels) {
            for (int i = from; i < from + count; i++, oldLevel++) {
                nulls[i] = ((bytes[oldLevel >> 3] >> (7 - (oldLevel & 7))) & 1) == 0;
                present += nulls[i] ? 0 : 1;
            }
            return present;
        }
        if (levels == null) {
            return count;
        }
        int at = from;
        int last = from + count;
        while (at < last) {
            int run = levels.run(last - at);
            if (run > 0) {
                if (levels.runValue() == 0) {
                    Arrays.fill(nulls, at, at + run, true);
                } else {
                    present += run;
                }
                at += run;
            } else {
                nulls[at] = levels.read() == 0;
                present += nulls[at] ? 0 : 1;
                at++;
            }
        }
        return present;
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
