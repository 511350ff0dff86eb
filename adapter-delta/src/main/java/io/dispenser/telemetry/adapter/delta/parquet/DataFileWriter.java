package io.dispenser.telemetry.adapter.delta.parquet;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.adapter.delta.io.MemoryOutput;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Parquet file into memory, Zstandard-compressed, and gathers the statistics of its columns on the way. Kernel's
 * own writer would write uncompressed files, read each of them back for its statistics and parse Hadoop's configuration
 * files again and again.
 *
 * <p>A timestamp is an INT64 of microseconds, adjusted to UTC. Rows keep their order.
 */
public final class DataFileWriter implements AutoCloseable {

    /** The codec's name as it stands in a file's name. */
    public static final String CODEC = "zstd";

    private static final int PAGE_BYTES = 1 << 20;

    private final List<FileColumn> columns;
    private final Map<String, String> properties;
    private final List<ColumnStatistics> statistics;
    private final MemoryOutput output = new MemoryOutput();
    private final ParquetWriter<@Nullable Object[]> writer;
    private long rows;

    /** @param rowGroupBytes about how much of a row group is held before it is finished */
    public DataFileWriter(List<FileColumn> columns, long rowGroupBytes) throws IOException {
        this(columns, rowGroupBytes, Map.of());
    }

    /** @param properties what the file tells beside its rows */
    DataFileWriter(List<FileColumn> columns, long rowGroupBytes, Map<String, String> properties) throws IOException {
        this.columns = columns;
        this.properties = properties;
        this.statistics = columns.stream()
                .map(column -> new ColumnStatistics(column.type()))
                .toList();
        this.writer = new Builder(output, new RowSupport())
                .withConf(new HadoopParquetConfiguration(new Configuration(false)))
                .withCodecFactory(new PlainCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withPageSize(PAGE_BYTES)
                .withRowGroupSize(rowGroupBytes)
                .build();
    }

    /** Adds a row: its values as they are stored, in the order of the columns. The array may be used again. */
    public void write(@Nullable Object[] row) throws IOException {
        writer.write(row);
        rows++;
    }

    /** About how large the file would be if it ended here, and a bit less than it will be. */
    public long size() {
        return writer.getDataSize();
    }

    /** Ends the file; once. */
    public DataFile finish() throws IOException {
        writer.close();
        return new DataFile(
                output.takeContent(),
                rows,
                columns.stream().map(FileColumn::name).toList(),
                statistics);
    }

    /** Drops a file that was not finished. */
    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static Type parquet(FileColumn column) {
        Type.Repetition repetition = column.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
        return switch (column.type()) {
            case DATE ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(column.name());
            case TIMESTAMP ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(column.name());
            case STRING ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
            case INTEGER -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(column.name());
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
            case BOOLEAN ->
                Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
        };
    }

    private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {

        private final WriteSupport<@Nullable Object[]> support;

        Builder(OutputFile file, WriteSupport<@Nullable Object[]> support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated // and still abstract
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }

    private final class RowSupport extends WriteSupport<@Nullable Object[]> {

        private @Nullable RecordConsumer consumer;

        @Override
        @Deprecated // and still abstract
        public WriteContext init(Configuration configuration) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context();
        }

        private WriteContext context() {
            List<Type> fields = columns.stream().map(DataFileWriter::parquet).toList();
            return new WriteContext(new MessageType("row", fields), properties);
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            this.consumer = recordConsumer;
        }

        @Override
        public void write(@Nullable Object[] values) {
            RecordConsumer row = requireNonNull(consumer);
            row.startMessage();
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                statistics.get(i).add(value);
                if (value != null) {
                    String name = columns.get(i).name();
                    row.startField(name, i);
                    add(row, value);
                    row.endField(name, i);
                }
            }
            row.endMessage();
        }

        private static void add(RecordConsumer row, Object value) {
            if (value instanceof byte[] utf8) {
                row.addBinary(Binary.fromConstantByteArray(utf8));
            } else if (value instanceof Integer number) {
                row.addInteger(number);
            } else if (value instanceof Long number) {
                row.addLong(number);
            } else if (value instanceof Double number) {
                row.addDouble(number);
            } else {
                row.addBoolean((Boolean) value);
            }
        }
    }
}
