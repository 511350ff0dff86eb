package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.StringType;
import org.jspecify.annotations.Nullable;

/** Values of one column, in an array of its type. One class for all types, so that calls of it are fast. */
final class FlatVector implements ColumnVector {

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
    final boolean[] nulls;
    final long[] longs;
    final int[] ints;
    final double[] doubles;
    final boolean[] flags;
    final @Nullable String[] texts;

    FlatVector(DataType type, int size) {
        this.type = type;
        this.size = size;
        this.nulls = new boolean[size];
        this.kind = kind(type);
        this.texts = kind == Kind.TEXT ? new @Nullable String[size] : NO_TEXTS;
        this.doubles = kind == Kind.DOUBLE ? new double[size] : NO_DOUBLES;
        this.flags = kind == Kind.FLAG ? new boolean[size] : NO_FLAGS;
        this.ints = kind == Kind.INT ? new int[size] : NO_INTS;
        this.longs = kind == Kind.LONG ? new long[size] : NO_LONGS;
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
        return nulls[row];
    }

    @Override
    public boolean getBoolean(int row) {
        return flags[row];
    }

    @Override
    public int getInt(int row) {
        return ints[row];
    }

    @Override
    public long getLong(int row) {
        return longs[row];
    }

    @Override
    public double getDouble(int row) {
        return doubles[row];
    }

    @Override
    @SuppressWarnings("NullAway") // nobody asks for a text that isNullAt
    public String getString(int row) {
        return texts[row];
    }
}
