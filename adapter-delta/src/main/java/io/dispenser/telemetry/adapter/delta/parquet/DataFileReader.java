package io.dispenser.telemetry.adapter.delta.parquet;

import io.dispenser.telemetry.adapter.delta.io.PlainCodecs;
import io.dispenser.telemetry.core.table.ColumnType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads what {@link DataFileWriter} writes: a whole file in memory, with its rows as that one is given them. */
public final class DataFileReader {

    private DataFileReader() {}

    /**
     * A file that was read.
     *
     * @param columns the columns that could be read
     * @param unread the names of those that could not, since they are of types that we have none for
     * @param properties what it tells beside its rows
     * @param rows the values of these columns as they are stored, in the file's order
     */
    public record Content(
            List<FileColumn> columns,
            List<String> unread,
            Map<String, String> properties,
            List<@Nullable Object[]> rows) {}

    /**
     * Reads a file.
     *
     * @throws IOException if it is no Parquet file, or damaged
     */
    public static Content read(byte[] file) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(
                        new HadoopParquetConfiguration(new Configuration(false)))
                .withCodecFactory(new PlainCodecs())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new MemoryInput(file), options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            List<FileColumn> columns = new ArrayList<>();
            List<String> unread = new ArrayList<>();
            List<Type> wanted = new ArrayList<>();
            for (Type field : schema.getFields()) {
                ColumnType type = type(field);
                if (type == null) {
                    unread.add(field.getName());
                } else {
                    columns.add(new FileColumn(field.getName(), type, field.isRepetition(Type.Repetition.OPTIONAL)));
                    wanted.add(field);
                }
            }
            MessageType read = new MessageType(schema.getName(), wanted);
            reader.setRequestedSchema(read);
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<@Nullable Object[]> records =
                        new ColumnIOFactory().getColumnIO(read).getRecordReader(pages, new Rows(columns));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    rows.add(records.read());
                }
            }
            return new Content(columns, unread, reader.getFileMetaData().getKeyValueMetaData(), rows);
        } catch (RuntimeException e) {
            throw new IOException(
                    "it can't be read as a Parquet file", e); // Parquet throws whatever a byte leads it to
        }
    }

    private static @Nullable ColumnType type(Type field) {
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            return null;
        }
        var annotation = field.getLogicalTypeAnnotation();
        return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 ->
                annotation == null
                        ? ColumnType.INTEGER
                        : annotation instanceof DateLogicalTypeAnnotation ? ColumnType.DATE : null;
            case INT64 ->
                annotation == null
                        ? ColumnType.LONG
                        : annotation instanceof TimestampLogicalTypeAnnotation ? ColumnType.TIMESTAMP : null;
            case BINARY -> annotation instanceof StringLogicalTypeAnnotation ? ColumnType.STRING : null;
            case DOUBLE -> annotation == null ? ColumnType.DOUBLE : null;
            case BOOLEAN -> annotation == null ? ColumnType.BOOLEAN : null;
            default -> null;
        };
    }

    /** A file that is in memory. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record MemoryInput(byte[] content) implements InputFile {

        @Override
        public long getLength() {
            return content.length;
        }

        @Override
        public SeekableInputStream newStream() {
            Seekable bytes = new Seekable(content);
            return new DelegatingSeekableInputStream(bytes) {
                @Override
                public long getPos() {
                    return bytes.position();
                }

                @Override
                public void seek(long position) throws IOException {
                    bytes.seek(position);
                }
            };
        }
    }

    private static final class Seekable extends ByteArrayInputStream {

        Seekable(byte[] content) {
            super(content);
        }

        long position() {
            return pos;
        }

        void seek(long position) throws IOException {
            if (position < 0 || position > count) {
                throw new IOException("there is no byte " + position + " in a file of " + count);
            }
            pos = (int) position;
        }
    }

    private static final class Rows extends RecordMaterializer<@Nullable Object[]> {

        private final Converter[] fields;
        private @Nullable Object[] row;

        Rows(List<FileColumn> columns) {
            this.fields = new Converter[columns.size()];
            this.row = new @Nullable Object[fields.length];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = new Field(i);
            }
        }

        @Override
        public @Nullable Object[] getCurrentRecord() {
            return row;
        }

        @Override
        public GroupConverter getRootConverter() {
            return new GroupConverter() {
                @Override
                public Converter getConverter(int field) {
                    return fields[field];
                }

                @Override
                public void start() {
                    row = new @Nullable Object[fields.length];
                }

                @Override
                public void end() {}
            };
        }

        private final class Field extends PrimitiveConverter {

            private final int index;

            Field(int index) {
                this.index = index;
            }

            @Override
            public void addBinary(Binary value) {
                row[index] = value.getBytes();
            }

            @Override
            public void addBoolean(boolean value) {
                row[index] = value;
            }

            @Override
            public void addDouble(double value) {
                row[index] = value;
            }

            @Override
            public void addInt(int value) {
                row[index] = value;
            }

            @Override
            public void addLong(long value) {
                row[index] = value;
            }
        }
    }
}
