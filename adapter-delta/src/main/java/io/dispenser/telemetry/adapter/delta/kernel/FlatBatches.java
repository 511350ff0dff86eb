package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.parquet.ParquetFilterUtils;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.MetadataColumnSpec;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.compat.RowGroupFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one Parquet file, read column by column into arrays, without an object a row or a value. Memory: the columns of one
 * group of rows as they are stored, and one batch.
 */
final class FlatBatches implements FileBatches {

    private static final int BATCH_ROWS = 8192;
    private static final String FIELD_ID = "parquet.field.id";

    private final String path;
    private final ParquetFileReader reader;
    private final StructType schema;
    private final @Nullable FlatColumn[] columns;
    private final MessageType stored;
    private final List<BlockMetaData> groups;
    private final Set<BlockMetaData> wanted;
    private long rowsLeft;
    private int group;

    private FlatBatches(
            String path,
            ParquetFileReader reader,
            StructType schema,
            @Nullable FlatColumn[] columns,
            MessageType stored,
            Optional<Predicate> predicate) {
        this.path = path;
        this.reader = reader;
        this.schema = schema;
        this.columns = columns;
        this.stored = stored;
        this.groups = reader.getRowGroups();
        MessageType all = reader.getFileMetaData().getSchema();
        this.wanted = new HashSet<>(predicate
                .flatMap(condition -> ParquetFilterUtils.toParquetFilter(all, condition))
                .map(filter -> RowGroupFilter.filterRowGroups(
                        List.of(RowGroupFilter.FilterLevel.STATISTICS), FilterCompat.get(filter), groups, reader))
                .orElse(groups));
    }

    /** The rows of {@code file}; those of another form than ours by Kernel's own conversion. */
    static FileBatches open(
            FileIO files,
            CompressionCodecFactory codecs,
            FileStatus file,
            StructType schema,
            Optional<Predicate> predicate) {
        if (!isPlain(schema)) {
            return new ParquetBatches(files, codecs, file, schema, predicate);
        }
        ParquetReadOptions options = ParquetReadOptions.builder(ParquetBatches.noConfiguration())
                .withCodecFactory(codecs)
                .build();
        try {
            ParquetFileReader reader = ParquetFileReader.open(
                    new ParquetInput(files.newInputFile(file.getPath(), file.getSize())), options);
            try {
                FlatBatches flat = of(file.getPath(), reader, schema, predicate);
                if (flat != null) {
                    return flat;
                }
            } catch (RuntimeException e) {
                reader.close();
                throw e;
            }
            reader.close();
        } catch (IOException | RuntimeException e) {
            throw BrokenFileException.named(file.getPath(), e);
        }
        return new ParquetBatches(files, codecs, file, schema, predicate);
    }

    private static boolean isPlain(StructType schema) {
        return schema.length() > 0
                && !schema.contains(MetadataColumnSpec.ROW_INDEX)
                && schema.fields().stream()
                        .noneMatch(field ->
                                field.isMetadataColumn() || field.getMetadata().contains(FIELD_ID));
    }

    private static @Nullable FlatBatches of(
            String path, ParquetFileReader reader, StructType schema, Optional<Predicate> predicate) {
        MessageType file = reader.getFileMetaData().getSchema();
        @Nullable FlatColumn[] columns = new @Nullable FlatColumn[schema.length()];
        List<Type> read = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            StructField field = schema.at(i);
            if (file.containsField(field.getName())) {
                Type stored = file.getType(field.getName());
                columns[i] = FlatColumn.of(stored, field.getDataType());
                if (columns[i] == null) {
                    return null;
                }
                read.add(stored);
            } else if (file.getFields().stream()
                    .anyMatch(other -> other.getName().equalsIgnoreCase(field.getName()))) {
                return null;
            }
        }
        Set<String> names = new HashSet<>();
        read.forEach(field -> names.add(field.getName()));
        boolean readable = reader.getRowGroups().stream()
                .flatMap(group -> group.getColumns().stream())
                .filter(chunk -> chunk.getPath().size() == 1
                        && names.contains(chunk.getPath().toArray()[0]))
                .allMatch(FlatColumn::isReadable);
        if (read.isEmpty() || !readable) {
            return null; // without a column nothing here says how many rows there are
        }
        MessageType stored = new MessageType(file.getName(), read);
        reader.setRequestedSchema(stored);
        return new FlatBatches(path, reader, schema, columns, stored, predicate);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean hasNext() {
        try {
            while (rowsLeft == 0 && group < groups.size()) {
                if (wanted.contains(groups.get(group++))) {
                    start(reader.readNextRowGroup());
                } else {
                    reader.skipNextRowGroup();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw BrokenFileException.named(path, e);
        }
        return rowsLeft > 0;
    }

    private void start(@Nullable PageReadStore pages) throws IOException {
        if (pages == null) {
            return;
        }
        rowsLeft = pages.getRowCount();
        for (int i = 0; i < columns.length; i++) {
            FlatColumn column = columns[i];
            if (column != null) {
                ColumnDescriptor described =
                        stored.getColumnDescription(new String[] {schema.at(i).getName()});
                column.start(described, pages.getPageReader(described));
            }
        }
    }

    @Override
    public ColumnarBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int size = (int) Math.min(BATCH_ROWS, rowsLeft);
        ColumnVector[] vectors = new ColumnVector[columns.length];
        try {
            for (int i = 0; i < vectors.length; i++) {
                FlatColumn column = columns[i];
                vectors[i] = column == null ? FlatColumn.absent(schema.at(i).getDataType(), size) : column.next(size);
            }
        } catch (RuntimeException e) {
            throw BrokenFileException.named(path, e);
        }
        rowsLeft -= size;
        return new DefaultColumnarBatch(size, schema, vectors);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
