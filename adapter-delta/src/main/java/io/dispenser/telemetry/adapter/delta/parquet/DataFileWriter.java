package io.dispenser.telemetry.adapter.delta.parquet;

import io.dispenser.telemetry.adapter.delta.io.MemoryOutput;
import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Parquet file into memory, Zstandard-compressed, and gathers the statistics of its columns on the way: column by
 * column, since most of what a row says was said by the row before. Kernel's own writer would write uncompressed files, read each of
 * them back for its statistics and parse Hadoop's configuration files again and again; Parquet's takes each value through some
 * twenty calls.
 *
 * <p>A timestamp is an INT64 of microseconds, adjusted to UTC. Rows keep their order.
 */
public final class DataFileWriter implements AutoCloseable {

    /** The codec's name as it stands in a file's name. */
    public static final String CODEC = "zstd";

    private static final int ROWS_BETWEEN_LOOKS = 1_000;

    private final List<FileColumn> columns;
    private final long rowGroupBytes;
    private final Map<String, String> properties;
    private final List<ColumnStatistics> statistics;
    private final MemoryOutput output = new MemoryOutput();
    private final MessageType schema;
    private final ParquetFileWriter file;
    private final ChunkWriter chunkWriter;
    private List<ColumnChunk> chunks;
    private long rows;

    /** @param rowGroupBytes about how much of a row group is held before it is finished */
    public DataFileWriter(List<FileColumn> columns, long rowGroupBytes) throws IOException {
        this(columns, rowGroupBytes, Map.of());
    }

    /** @param properties what the file tells beside its rows */
    DataFileWriter(List<FileColumn> columns, long rowGroupBytes, Map<String, String> properties) throws IOException {
        this.columns = columns;
        this.rowGroupBytes = rowGroupBytes;
        this.properties = properties;
        this.statistics = columns.stream()
                .map(column -> new ColumnStatistics(column.type()))
                .toList();
        this.schema = new MessageType(
                "row", columns.stream().map(DataFileWriter::parquet).toList());
        this.file = new ParquetFileWriter(
                output,
                schema,
                ParquetFileWriter.Mode.CREATE,
                rowGroupBytes,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                null,
                ParquetProperties.builder().build());
        this.chunkWriter = new ChunkWriter(file, new PlainCodecs().getCompressor(CompressionCodecName.ZSTD));
        this.chunks = chunks();
        file.start();
    }

    private List<ColumnChunk> chunks() {
        List<ColumnChunk> fresh = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            fresh.add(new ColumnChunk(columns.get(i), schema.getColumns().get(i)));
        }
        return fresh;
    }

    /** Adds a row: its values as they are stored, in the order of the columns. The array may be used again. */
    public void write(@Nullable Object[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            chunks.get(i).add(row[i]);
        }
        if (chunks.get(0).rows() % ROWS_BETWEEN_LOOKS == 0 && gathered() >= rowGroupBytes) {
            endRowGroup();
        }
    }

    /** A column, to add the values of all rows to: of a file of one row group, all of whose columns get as many. */
    ColumnChunk column(int i) {
        return chunks.get(i);
    }

    private long gathered() {
        return chunks.stream().mapToLong(ColumnChunk::bytes).sum();
    }

    private void endRowGroup() throws IOException {
        int count = chunks.get(0).rows();
        if (count > 0) {
            file.startBlock(count);
            for (int i = 0; i < chunks.size(); i++) {
                chunkWriter.write(chunks.get(i));
                chunks.get(i).addTo(statistics.get(i));
            }
            file.endBlock();
            rows += count;
            chunks = chunks();
        }
    }

    /** About how large the file would be if it ended here, and a bit less than it will be. */
    public long size() throws IOException {
        return file.getPos() + gathered();
    }

    /** Ends the file; once. */
    public DataFile finish() throws IOException {
        endRowGroup();
        file.end(properties);
        return new DataFile(
                output.takeContent(),
                rows,
                columns.stream().map(FileColumn::name).toList(),
                statistics);
    }

    /** Drops a file that was not finished. */
    @Override
    public void close() throws IOException {
        file.close();
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
}
