package io.dispenser.telemetry.adapter.delta.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.parquet.DataFileReader.MemoryInput;
import io.dispenser.telemetry.core.table.ColumnType;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read by Parquet's own reader, with values that are few, many, all different, or none. */
class DataFileWriterTest {

    private static final long ONE_GROUP = 128L << 20;
    private static final List<FileColumn> COLUMNS = Stream.of(ColumnType.values())
            .flatMap(type -> Stream.of(
                    new FileColumn(type + " needed", type, false), new FileColumn(type + " or none", type, true)))
            .toList();

    /** @param different of how many values a column's are; none are all of them nulls */
    record Shape(int rows, int different, double nulls, long rowGroupBytes, long seed) {}

    static Stream<Shape> shapes() {
        return Stream.of(
                new Shape(1, 1, 0, ONE_GROUP, 1),
                new Shape(10, 3, 0.5, ONE_GROUP, 2),
                new Shape(500, 1, 1, ONE_GROUP, 3),
                new Shape(1_000, 256, 0.01, ONE_GROUP, 4),
                new Shape(1_000, 257, 0.01, ONE_GROUP, 5),
                new Shape(9_000, Integer.MAX_VALUE, 0.2, ONE_GROUP, 6),
                new Shape(45_000, 40, 0.3, ONE_GROUP, 7),
                new Shape(70_000, 66_000, 0, ONE_GROUP, 8),
                new Shape(30_000, 1_000, 0.1, 200_000, 9));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatIsWrittenIsRead(Shape shape) throws Exception {
        List<@Nullable Object[]> rows = rows(shape);

        DataFile file = write(rows, shape.rowGroupBytes());

        assertThat(file.rows()).isEqualTo(shape.rows());
        DataFileReader.Content read = DataFileReader.read(file.content());
        assertThat(read.columns()).isEqualTo(COLUMNS);
        assertThat(Arrays.deepEquals(read.rows().toArray(), rows.toArray())).isTrue();
        for (int i = 0; i < COLUMNS.size(); i++) {
            int column = i;
            List<@Nullable Object> values =
                    rows.stream().map(row -> row[column]).toList();
            assertThat(file.statistics().get(i).nulls())
                    .isEqualTo(values.stream().filter(value -> value == null).count());
            assertBounds(file.statistics().get(i), COLUMNS.get(i).type(), values);
        }
    }

    /** The same by a plain look at all values. */
    private static void assertBounds(ColumnStatistics statistics, ColumnType type, List<@Nullable Object> values) {
        ColumnStatistics plain = new ColumnStatistics(type);
        values.forEach(value -> {
            if (value != null) {
                plain.add(value);
            }
        });
        assertThat(String.valueOf(statistics.min())).isEqualTo(String.valueOf(plain.min()));
        assertThat(String.valueOf(statistics.max())).isEqualTo(String.valueOf(plain.max()));
    }

    @Test
    @SuppressWarnings("deprecation") // a name that all readers know
    void fewValuesHaveADictionaryAndManyHaveNone() throws Exception {
        List<BlockMetaData> few = groups(write(rows(new Shape(20_000, 40, 0.1, ONE_GROUP, 1)), ONE_GROUP));
        List<BlockMetaData> many =
                groups(write(rows(new Shape(20_000, Integer.MAX_VALUE, 0.1, ONE_GROUP, 1)), ONE_GROUP));

        assertThat(encodings(few, ColumnType.LONG))
                .contains(Encoding.PLAIN_DICTIONARY)
                .doesNotContain(Encoding.PLAIN);
        assertThat(encodings(few, ColumnType.STRING)).contains(Encoding.PLAIN_DICTIONARY);
        assertThat(encodings(many, ColumnType.LONG)).contains(Encoding.PLAIN).doesNotContain(Encoding.PLAIN_DICTIONARY);
        assertThat(encodings(many, ColumnType.STRING))
                .contains(Encoding.PLAIN)
                .doesNotContain(Encoding.PLAIN_DICTIONARY);
    }

    /** Readers would take it for a bound, and skip what is larger than any number but it. */
    @Test
    void aNaNIsNoBoundInTheFileEither() throws Exception {
        List<FileColumn> columns = List.of(
                new FileColumn("with", ColumnType.DOUBLE, true), new FileColumn("without", ColumnType.DOUBLE, true));
        try (DataFileWriter writer = new DataFileWriter(columns, ONE_GROUP, Map.of())) {
            for (int row = 0; row < 50_000; row++) { // several pages, of which one has it
                writer.write(new @Nullable Object[] {row == 30_000 ? Double.NaN : (double) row, (double) row});
            }
            writer.write(new @Nullable Object[] {null, null});

            List<Statistics> statistics = footer(writer.finish().content()).getRow_groups().get(0).getColumns().stream()
                    .map(column -> column.getMeta_data().getStatistics())
                    .toList();

            assertThat(statistics).extracting(Statistics::isSetMax_value).containsExactly(false, true);
            assertThat(statistics).extracting(Statistics::isSetMin_value).containsExactly(false, true);
            assertThat(statistics).extracting(Statistics::isSetMax).containsExactly(false, true);
            assertThat(statistics).extracting(Statistics::getNull_count).containsOnly(1L);
        }
    }

    /** As it is written: Parquet's reader leaves out what makes no sense. */
    private static FileMetaData footer(byte[] file) throws Exception {
        int magic = 4;
        int end = file.length - magic - Integer.BYTES;
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        return Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length));
    }

    @Test
    void aRowGroupEndsAtItsSize() throws Exception {
        Shape shape = new Shape(30_000, 1_000, 0, 200_000, 1);

        List<BlockMetaData> groups = groups(write(rows(shape), shape.rowGroupBytes()));

        assertThat(groups).hasSizeGreaterThan(3);
        assertThat(groups)
                .allSatisfy(group -> assertThat(group.getTotalByteSize()).isLessThan(2 * 200_000));
    }

    @Test
    void aValueThatMustBeThereIsMissed() throws Exception {
        try (DataFileWriter writer = new DataFileWriter(List.of(new FileColumn("name", ColumnType.STRING, false)), 1)) {
            assertThatThrownBy(() -> writer.write(new @Nullable Object[] {null}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column name has no value where there must be one");
        }
    }

    private static DataFile write(List<@Nullable Object[]> rows, long rowGroupBytes) throws Exception {
        try (DataFileWriter writer = new DataFileWriter(COLUMNS, rowGroupBytes, Map.of("kept", "yes"))) {
            for (@Nullable Object[] row : rows) {
                writer.write(row);
            }
            return writer.finish();
        }
    }

    private static List<BlockMetaData> groups(DataFile file) throws Exception {
        try (ParquetFileReader reader = ParquetFileReader.open(
                new MemoryInput(file.content()), ParquetReadOptions.builder().build())) {
            assertThat(reader.getFileMetaData().getKeyValueMetaData()).containsEntry("kept", "yes");
            return reader.getRowGroups();
        }
    }

    private static List<Encoding> encodings(List<BlockMetaData> groups, ColumnType type) {
        return groups.stream()
                .flatMap(group -> group.getColumns().stream())
                .filter(chunk -> chunk.getPath().toDotString().equals(type + " needed"))
                .map(ColumnChunkMetaData::getEncodings)
                .flatMap(Collection::stream)
                .toList();
    }

    private static List<@Nullable Object[]> rows(Shape shape) {
        Random random = new Random(shape.seed());
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int row = 0; row < shape.rows(); row++) {
            @Nullable Object[] values = new @Nullable Object[COLUMNS.size()];
            for (int i = 0; i < values.length; i++) {
                FileColumn column = COLUMNS.get(i);
                boolean none = column.nullable() && random.nextDouble() < shape.nulls();
                values[i] = none ? null : value(column.type()).apply(random.nextInt(shape.different()));
            }
            rows.add(values);
        }
        return rows;
    }

    private static Function<Integer, Object> value(ColumnType type) {
        return switch (type) {
            case STRING -> number -> ("text " + number).getBytes(UTF_8);
            case LONG -> number -> number * 1_000_003L - (1L << 40);
            case TIMESTAMP -> number -> 1_700_000_000_000_000L + number;
            case DOUBLE -> number -> number / 8.0 - 3;
            case DATE -> number -> number % 100_000;
            case INTEGER -> number -> number - 5;
            case BOOLEAN -> number -> number % 2 == 0;
        };
    }
}
