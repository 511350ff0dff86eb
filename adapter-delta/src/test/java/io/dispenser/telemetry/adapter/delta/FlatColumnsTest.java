package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.io.MemoryOutput;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.io.TableStoreIO;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of others' making, read by columns and by Kernel's own conversion: both have to come to the same. */
class FlatColumnsTest {

    private static final MessageType FILE = MessageTypeParser.parseMessageType("""
            message rows {
              optional binary text (STRING);
              required binary few (STRING);
              optional int64 number;
              required int64 time (TIMESTAMP(MICROS,true));
              optional int64 millis (TIMESTAMP(MILLIS,true));
              optional int32 small;
              optional int32 day (DATE);
              optional double real;
              optional boolean flag;
              required boolean sure;
            }
            """);

    private static final StructType SCHEMA = new StructType()
            .add("text", StringType.STRING)
            .add("few", StringType.STRING)
            .add("number", LongType.LONG)
            .add("time", TimestampType.TIMESTAMP)
            .add("millis", TimestampType.TIMESTAMP)
            .add("small", IntegerType.INTEGER)
            .add("day", DateType.DATE)
            .add("real", DoubleType.DOUBLE)
            .add("flag", BooleanType.BOOLEAN)
            .add("sure", BooleanType.BOOLEAN)
            .add("absent", StringType.STRING);

    private static final int ROWS = 30_000;
    private static final long FIRST = 1_772_000_000_000_000L;

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final KernelEngine engine = KernelEngine.of(new TableStoreIO(store, path -> false), new PlainCodecs());

    @ParameterizedTest
    @CsvSource({
        "PARQUET_1_0, true, 0",
        "PARQUET_1_0, true, 3",
        "PARQUET_1_0, false, 2",
        "PARQUET_2_0, true, 0",
        "PARQUET_2_0, true, 3",
        "PARQUET_2_0, false, 2",
        "PARQUET_1_0, true, 1"
    })
    void bothWaysGiveTheSame(WriterVersion version, boolean dictionary, int oneInIsNull) throws Exception {
        MemoryOutput file = new MemoryOutput();
        Random random = new Random(oneInIsNull);
        try (var writer = ExampleParquetWriter.builder(file)
                .withConf(new HadoopParquetConfiguration(new Configuration(false)))
                .withType(FILE)
                .withWriterVersion(version)
                .withDictionaryEncoding(dictionary)
                .withDictionaryPageSize(20_000)
                .withPageSize(5_000)
                .withRowGroupSize(200_000L)
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                writer.write(row(random, oneInIsNull, i));
            }
        }
        byte[] bytes = file.takeContent();
        store.put("x.parquet", bytes);
        FileStatus status = FileStatus.of(TablePaths.ROOT + "/x.parquet", bytes.length, 0);

        List<String> all = byColumns(status, Optional.empty());
        assertThat(all).hasSize(ROWS).isEqualTo(byRows(status, Optional.empty()));
        Optional<Predicate> late =
                Optional.of(new Predicate(">=", new Column("time"), Literal.ofTimestamp(FIRST + ROWS - 10)));
        assertThat(byColumns(status, late)).isEqualTo(byRows(status, late));
    }

    private List<String> byColumns(FileStatus file, Optional<Predicate> condition) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<ColumnarBatch> batches = engine.readColumns(file, SCHEMA, condition)) {
            batches.forEachRemaining(batch -> add(batch, rows));
        }
        return rows;
    }

    private List<String> byRows(FileStatus file, Optional<Predicate> condition) throws Exception {
        List<String> rows = new ArrayList<>();
        try (CloseableIterator<FileReadResult> batches =
                engine.getParquetHandler().readParquetFiles(CloseableIterators.of(List.of(file)), SCHEMA, condition)) {
            batches.forEachRemaining(batch -> add(batch.getData(), rows));
        }
        return rows;
    }

    private static Group row(Random random, int oneInIsNull, int i) {
        Group row = new SimpleGroup(FILE);
        if (isThere(random, oneInIsNull)) {
            row.add("text", "text " + random.nextInt(i + 1));
        }
        row.add("few", "few " + i / 1000);
        row.add("time", FIRST + i);
        if (isThere(random, oneInIsNull)) {
            row.add("number", random.nextLong());
        }
        if (isThere(random, oneInIsNull)) {
            row.add("millis", 1_772_000_000_000L + i % 7);
        }
        if (isThere(random, oneInIsNull)) {
            row.add("small", random.nextInt(5));
        }
        if (isThere(random, oneInIsNull)) {
            row.add("day", random.nextInt());
        }
        if (isThere(random, oneInIsNull)) {
            row.add("real", random.nextInt(4) / 3.0);
        }
        if (isThere(random, oneInIsNull)) {
            row.add("flag", random.nextBoolean());
        }
        row.add("sure", i / 500 % 2 == 0);
        return row;
    }

    /** With 0 nothing is null, with 1 all is. */
    private static boolean isThere(Random random, int oneInIsNull) {
        return oneInIsNull == 0 || random.nextInt(oneInIsNull) > 0;
    }

    private static void add(ColumnarBatch batch, List<String> rows) {
        for (int row = 0; row < batch.getSize(); row++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < SCHEMA.length(); i++) {
                ColumnVector column = batch.getColumnVector(i);
                text.append(
                                column.isNullAt(row)
                                        ? null
                                        : value(column, row, SCHEMA.at(i).getDataType()))
                        .append(' ');
            }
            rows.add(text.toString());
        }
    }

    private static @Nullable Object value(ColumnVector column, int row, DataType type) {
        if (type instanceof StringType) {
            return column.getString(row);
        } else if (type instanceof LongType || type instanceof TimestampType) {
            return column.getLong(row);
        } else if (type instanceof DoubleType) {
            return column.getDouble(row);
        }
        return type instanceof BooleanType ? (Object) column.getBoolean(row) : (Object) column.getInt(row);
    }
}
