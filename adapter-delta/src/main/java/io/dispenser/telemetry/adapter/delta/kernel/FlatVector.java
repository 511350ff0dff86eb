package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.StringType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values of one column, in an array of its type; or, where the same value stands in many rows one after the other, once for all of
 * them. One class for all, so that calls of it are fast. It does not change once it is filled, and may be read by any thread then.
 */
public final class FlatVector implements ColumnVector {

    /** How values are held. */
    enum Kind {
        TEXT,
        LONG,
        INT,
        DOUBLE,
        FLAG
    }

    private static final long[] NO_LONGS = {};
    private static final int[] NO_INTS = {};
    private static final double[] NO_DOUBLES = {};
    private static final boolean[] NO_FLAGS = {};
    private static final @Nullable String[] NO_TEXTS = {};

    private final DataType type;
    private final int size;
    private final Kind kind;

    /** Where each run of rows of one value ends; null if each row has a value of its own. */
    private final int @Nullable [] ends;

    /** The run of the last question: the next one is mostly of the same or of the one after it. Any thread may set it. */
    private int hint;

    final boolean[] nulls;
    final long[] longs;
    final int[] ints;
    final double[] doubles;
    final boolean[] flags;
    final @Nullable String[] texts;

    FlatVector(DataType type, int size) {
        this(type, size, null);
    }

    /** @param ends where each run of rows ends, the last one at {@code size}: then the arrays have a value for each run */
    FlatVector(DataType type, int size, int @Nullable [] ends) {
        this.type = type;
        this.size = size;
        this.ends = ends;
        int values = ends == null ? size : ends.length;
        this.nulls = new boolean[values];
        this.kind = kind(type);
        this.texts = kind == Kind.TEXT ? new @Nullable String[values] : NO_TEXTS;
        this.doubles = kind == Kind.DOUBLE ? new double[values] : NO_DOUBLES;
        this.flags = kind == Kind.FLAG ? new boolean[values] : NO_FLAGS;
        this.ints = kind == Kind.INT ? new int[values] : NO_INTS;
        this.longs = kind == Kind.LONG ? new long[values] : NO_LONGS;
    }

    /** Takes a value from another vector of the same kind that has one in each row; {@link FlatPage#NO_VALUE} is none. */
    void set(int place, FlatVector from, int number) {
        nulls[place] = number == FlatPage.NO_VALUE;
        if (number == FlatPage.NO_VALUE) {
            return;
        }
        switch (kind) {
            case TEXT -> texts[place] = from.texts[number];
            case LONG -> longs[place] = from.longs[number];
            case INT -> ints[place] = from.ints[number];
            case DOUBLE -> doubles[place] = from.doubles[number];
            case FLAG -> flags[place] = from.flags[number];
        }
    }

    /** Takes values that stand in a page one after the other, whole numbers {@code factor} times. */
    void read(FlatPage source, int from, int to, long factor) {
        switch (kind) {
            case TEXT -> {
                for (int i = from; i < to; i++) {
                    texts[i] = nulls[i] ? null : source.nextText();
                }
            }
            case LONG -> {
                boolean[] absent = nulls;
                long[] into = longs;
                for (int i = from; i < to; i++) {
                    into[i] = absent[i] ? 0 : Math.multiplyExact(source.nextLong(), factor);
                }
            }
            case INT -> {
                for (int i = from; i < to; i++) {
                    ints[i] = nulls[i] ? 0 : source.nextInt();
                }
            }
            case DOUBLE -> {
                for (int i = from; i < to; i++) {
                    doubles[i] = nulls[i] ? 0 : source.nextDouble();
                }
            }
            case FLAG -> {
                for (int i = from; i < to; i++) {
                    flags[i] = !nulls[i] && source.nextFlag();
                }
            }
        }
    }

    /** The first row after {@code row} that may have another value. */
    public int sameUntil(int row) {
        return ends == null ? row + 1 : ends[run(ends, row)];
    }

    private int index(int row) {
        return ends == null ? row : run(ends, row);
    }

    private int run(int[] last, int row) {
        int run = hint;
        if (row >= last[run]) {
            run++;
        }
        if (run == last.length || row >= last[run] || (run > 0 && row < last[run - 1])) {
            int found = Arrays.binarySearch(last, row);
            run = found < 0 ? -found - 1 : found + 1;
        }
        hint = run;
        return run;
    }

    private static Kind kind(DataType type) {
        if (type instanceof StringType) {
            return Kind.TEXT;
        } else if (type instanceof IntegerType || type instanceof DateType) {
            return Kind.INT;
        } else if (type instanceof DoubleType) {
            return Kind.DOUBLE;
        }
        return type instanceof BooleanType ? Kind.FLAG : Kind.LONG;
    }

    Kind kind() {
        return kind;
    }

    @Override
    public DataType getDataType() {
        return type;
    }

    @Override
    public int getSize() {
        return size;
    }

    @Override
    public void close() {}

    @Override
    public boolean isNullAt(int row) {
        return nulls[index(row)];
    }

    @Override
    public boolean getBoolean(int row) {
        return flags[index(row)];
    }

    @Override
    public int getInt(int row) {
        return ints[index(row)];
    }

    @Override
    public long getLong(int row) {
        return longs[index(row)];
    }

    @Override
    public double getDouble(int row) {
        return doubles[index(row)];
    }

    @Override
    @SuppressWarnings("NullAway") // nobody asks for a text that isNullAt
    public String getString(int row) {
        return texts[index(row)];
    }
}
