package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampType;
import java.util.Arrays;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Fills vectors with one column of a file, a text that the file's dictionary has as one object. */
final class FlatColumn extends PrimitiveConverter {

    private static final long MICROS_PER_MILLI = 1000;

    private final DataType type;
    private final long factor;
    private String[] dictionary = {};
    private FlatVector vector;
    private int row;

    private FlatColumn(DataType type, long factor) {
        this.type = type;
        this.factor = factor;
        this.vector = new FlatVector(type, 0);
    }

    /** The column {@code field} of a file as {@code type}; null if that takes more than to copy the values. */
    static @Nullable FlatColumn of(Type field, DataType type) {
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            return null;
        }
        PrimitiveType stored = field.asPrimitiveType();
        LogicalTypeAnnotation annotation = stored.getLogicalTypeAnnotation();
        if (type instanceof TimestampType) {
            return stored.getPrimitiveTypeName() == PrimitiveTypeName.INT64
                            && annotation instanceof TimestampLogicalTypeAnnotation time
                            && time.getUnit() != TimeUnit.NANOS
                    ? new FlatColumn(type, time.getUnit() == TimeUnit.MILLIS ? MICROS_PER_MILLI : 1)
                    : null;
        }
        boolean same =
                switch (stored.getPrimitiveTypeName()) {
                    case BINARY -> type instanceof StringType && annotation instanceof StringLogicalTypeAnnotation;
                    case DOUBLE -> type instanceof DoubleType && annotation == null;
                    case BOOLEAN -> type instanceof BooleanType && annotation == null;
                    case INT64 -> type instanceof LongType && isPlain(annotation, Long.SIZE);
                    case INT32 ->
                        type instanceof DateType
                                ? annotation instanceof DateLogicalTypeAnnotation
                                : type instanceof IntegerType && isPlain(annotation, Integer.SIZE);
                    default -> false;
                };
        return same ? new FlatColumn(type, 1) : null;
    }

    private static boolean isPlain(@Nullable LogicalTypeAnnotation annotation, int bits) {
        return annotation == null
                || (annotation instanceof IntLogicalTypeAnnotation whole
                        && whole.isSigned()
                        && whole.getBitWidth() == bits);
    }

    /** A column that a file does not have. */
    static FlatVector absent(DataType type, int size) {
        FlatVector none = new FlatVector(type, size);
        Arrays.fill(none.nulls, true);
        return none;
    }

    /** The next {@code size} values. */
    FlatVector next(ColumnReader reader, int size) {
        vector = new FlatVector(type, size);
        int present = reader.getDescriptor().getMaxDefinitionLevel();
        for (row = 0; row < size; row++) {
            if (reader.getCurrentDefinitionLevel() < present) {
                vector.nulls[row] = true;
            } else {
                reader.writeCurrentValueToConverter();
            }
            reader.consume();
        }
        return vector;
    }

    @Override
    public boolean hasDictionarySupport() {
        return type instanceof StringType;
    }

    @Override
    public void setDictionary(Dictionary words) {
        dictionary = new String[words.getMaxId() + 1];
        for (int i = 0; i < dictionary.length; i++) {
            dictionary[i] = words.decodeToBinary(i).toStringUsingUTF8();
        }
    }

    @Override
    public void addValueFromDictionary(int id) {
        vector.texts[row] = dictionary[id];
    }

    @Override
    public void addBinary(Binary value) {
        vector.texts[row] = value.toStringUsingUTF8();
    }

    @Override
    public void addBoolean(boolean value) {
        vector.flags[row] = value;
    }

    @Override
    public void addDouble(double value) {
        vector.doubles[row] = value;
    }

    @Override
    public void addInt(int value) {
        vector.ints[row] = value;
    }

    @Override
    public void addLong(long value) {
        vector.longs[row] = Math.multiplyExact(value, factor);
    }
}
