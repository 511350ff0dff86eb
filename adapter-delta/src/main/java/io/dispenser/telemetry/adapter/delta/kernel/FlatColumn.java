package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampType;
import java.io.IOException;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
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
final class FlatColumn {

    /** Those that {@link FlatPage} reads; the third is of levels. */
    @SuppressWarnings("deprecation") // the names are; files of old writers have what they name
    private static final Set<Encoding> ENCODINGS = Set.of(
            Encoding.PLAIN, Encoding.RLE, Encoding.BIT_PACKED, Encoding.RLE_DICTIONARY, Encoding.PLAIN_DICTIONARY);

    private static final long MICROS_PER_MILLI = 1000;

    /** Of a batch; with more, each row has its own value. */
    private static final int MOST_RUNS = 1024;

    /** What the numbers of flags stand for. */
    private static final FlatVector FLAGS = new FlatVector(BooleanType.BOOLEAN, 2);

    static {
        FLAGS.flags[1] = true;
    }

    private final DataType type;
    private final long factor;
    private final FlatVector.Kind kind;
    private FlatVector dictionary;
    private @Nullable PageReader pages;
    private @Nullable FlatPage page;
    private boolean optional;
    private int pageLeft;
    private int[] numbers = {};
    private final FlatRuns runs = new FlatRuns(MOST_RUNS);
    private final int[] number = new int[1];
    private boolean inRuns;

    private FlatColumn(DataType type, long factor) {
        this.type = type;
        this.factor = factor;
        this.dictionary = new FlatVector(type, 0);
        this.kind = dictionary.kind();
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
        FlatVector none = new FlatVector(type, size, new int[] {size});
        none.nulls[0] = true;
        return none;
    }

    /** Whether a chunk's values are stored in ways that {@link FlatPage} knows. */
    static boolean isReadable(ColumnChunkMetaData chunk) {
        return ENCODINGS.containsAll(chunk.getEncodings());
    }

    /** Goes on with another chunk of the column. */
    void start(ColumnDescriptor column, PageReader chunk) throws IOException {
        pages = chunk;
        optional = column.getMaxDefinitionLevel() > 0;
        page = null;
        pageLeft = 0;
        inRuns = true;
        if (kind == FlatVector.Kind.FLAG) {
            dictionary = FLAGS;
        }
        DictionaryPage words = chunk.readDictionaryPage();
        if (words != null) {
            dictionary = new FlatVector(type, words.getDictionarySize());
            Dictionary decoded = words.getEncoding().initDictionary(column, words);
            for (int i = 0; i < words.getDictionarySize(); i++) {
                take(decoded, i);
            }
        }
    }

    private void take(Dictionary decoded, int i) {
        switch (kind) {
            case TEXT -> dictionary.texts[i] = decoded.decodeToBinary(i).toStringUsingUTF8();
            case LONG -> dictionary.longs[i] = Math.multiplyExact(decoded.decodeToLong(i), factor);
            case INT -> dictionary.ints[i] = decoded.decodeToInt(i);
            case DOUBLE -> dictionary.doubles[i] = decoded.decodeToDouble(i);
            case FLAG -> dictionary.flags[i] = decoded.decodeToBoolean(i);
        }
    }

    /** The next {@code size} values. */
    FlatVector next(int size) {
        runs.clear();
        int row = inRuns ? runs(size) : 0;
        if (row == size) {
            return runs.vector(dictionary, size);
        }
        inRuns = false; // for the rest of the chunk, which will be of the same sort
        FlatVector vector = new FlatVector(type, size);
        runs.expand(dictionary, vector);
        return rest(vector, row, size);
    }

    /** Goes over rows as long as there are few different values one after the other, and tells where that ends. */
    private int runs(int size) {
        int row = 0;
        while (row < size) {
            FlatPage from = page();
            int some = from.run(Math.min(pageLeft, size - row), number);
            if (some == 0) {
                return row;
            }
            pageLeft -= some;
            row += some;
            if (!runs.add(number[0], row)) {
                return row;
            }
        }
        return row;
    }

    private FlatVector rest(FlatVector vector, int start, int size) {
        int row = start;
        while (row < size) {
            FlatPage from = page();
            int some = Math.min(pageLeft, size - row);
            int present = from.nulls(vector.nulls, row, some);
            if (from.hasDictionary()) {
                from.numbers(numbers(present), present);
                copy(vector, row, row + some);
            } else {
                vector.read(from, row, row + some, factor);
            }
            pageLeft -= some;
            row += some;
        }
        return vector;
    }

    private FlatPage page() {
        while (page == null || pageLeft == 0) {
            DataPage next = pages == null ? null : pages.readPage();
            if (next == null) {
                throw new IllegalArgumentException("a column has fewer values than its file has rows");
            }
            page = FlatPage.of(next, optional, kind == FlatVector.Kind.FLAG);
            pageLeft = page.rows();
        }
        return page;
    }

    private int[] numbers(int count) {
        if (numbers.length < count) {
            numbers = new int[count];
        }
        return numbers;
    }

    /** Values of the dictionary, by the numbers that were read. */
    private void copy(FlatVector vector, int from, int to) {
        int at = 0;
        for (int i = from; i < to; i++) {
            vector.set(i, dictionary, vector.nulls[i] ? FlatPage.NO_VALUE : numbers[at++]);
        }
    }
}
