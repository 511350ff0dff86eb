package io.dispenser.telemetry.adapter.delta;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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
 * Turns events into Parquet files, Zstandard-compressed, and gathers their statistics on the way. Kernel's own writer would
 * write uncompressed files, read each of them back for its statistics and parse Hadoop's configuration files again and again.
 *
 * <p>A timestamp is an INT64 of microseconds, adjusted to UTC. Rows keep the order of the events.
 */
final class DataFileEncoder<E extends TelemetryEvent> {

    /** The codec's name as it stands in a file's name. */
    static final String CODEC = "zstd";

    private static final int PAGE_BYTES = 1 << 20;

    private final List<Column<E>> columns;
    private final MessageType schema;

    DataFileEncoder(List<Column<E>> columns) {
        this.columns = columns;
        this.schema = new MessageType(
                "row", columns.stream().map(DataFileEncoder::parquet).toList());
    }

    /**
     * Encodes the rows of one partition.
     *
     * @throws IllegalArgumentException if a value is null or of another type than its column says
     */
    DataFile encode(LocalDate date, List<E> events) {
        List<ColumnStatistics> statistics = columns.stream()
                .map(column -> new ColumnStatistics(column.type()))
                .toList();
        MemoryOutput output = new MemoryOutput();
        try (ParquetWriter<E> writer = new Builder<>(output, new RowSupport(statistics))
                .withConf(new HadoopParquetConfiguration(new Configuration(false)))
                .withCodecFactory(new PlainCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withPageSize(PAGE_BYTES)
                .build()) {
            for (E event : events) {
                writer.write(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DataFile(
                date,
                output.content(),
                events.size(),
                columns.stream().map(Column::name).toList(),
                statistics);
    }

    private static Type parquet(Column<?> column) {
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

    /** A value as a data file has it. */
    static @Nullable Object stored(Column<?> column, @Nullable Object value) {
        if (value == null) {
            if (column.nullable()) {
                return null;
            }
            throw new IllegalArgumentException("column " + column.name() + " has no value, and must have one");
        }
        ColumnType type = column.type();
        if (!type.javaType().isInstance(value)) {
            throw new IllegalArgumentException("column " + column.name() + " is of type " + type + " and got a "
                    + value.getClass().getSimpleName());
        }
        return switch (type) {
            case DATE -> Math.toIntExact(((LocalDate) value).toEpochDay());
            case TIMESTAMP -> ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value);
            case STRING -> ((String) value).getBytes(StandardCharsets.UTF_8);
            default -> value;
        };
    }

    private static final class Builder<E> extends ParquetWriter.Builder<E, Builder<E>> {

        private final WriteSupport<E> support;

        Builder(OutputFile file, WriteSupport<E> support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder<E> self() {
            return this;
        }

        @Override
        @Deprecated // and still abstract
        protected WriteSupport<E> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<E> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }

    private final class RowSupport extends WriteSupport<E> {

        private final List<ColumnStatistics> statistics;
        private @Nullable RecordConsumer consumer;

        RowSupport(List<ColumnStatistics> statistics) {
            this.statistics = statistics;
        }

        @Override
        @Deprecated // and still abstract
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            this.consumer = recordConsumer;
        }

        @Override
        public void write(E event) {
            RecordConsumer row = requireNonNull(consumer);
            row.startMessage();
            for (int i = 0; i < columns.size(); i++) {
                Column<E> column = columns.get(i);
                Object value = stored(column, column.value(event));
                statistics.get(i).add(value);
                if (value != null) {
                    row.startField(column.name(), i);
                    add(row, value);
                    row.endField(column.name(), i);
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
