package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.internal.parquet.ParquetFileReader.BatchReadSupport;
import io.delta.kernel.defaults.internal.parquet.ParquetFilterUtils;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.MetadataColumnSpec;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The rows of one Parquet file as Kernel's columnar batches, by Kernel's own conversion. */
final class ParquetBatches implements FileBatches {

    private static final int BATCH_ROWS = 1024;

    private final FileStatus file;
    private final BatchSupport support;
    private final boolean countsRows;
    private final ParquetReader<Object> reader;
    private boolean rowWaits;

    ParquetBatches(
            FileIO files,
            CompressionCodecFactory codecs,
            FileStatus file,
            StructType schema,
            Optional<Predicate> predicate) {
        this.file = file;
        this.support = new BatchSupport(schema);
        this.countsRows = schema.contains(MetadataColumnSpec.ROW_INDEX);
        ParquetInput input = new ParquetInput(files.newInputFile(file.getPath(), file.getSize()));
        try {
            FilterCompat.Filter rowGroups = FilterCompat.NOOP;
            if (predicate.isPresent()) {
                rowGroups = filter(codecs, input, predicate.get())
                        .map(FilterCompat::get)
                        .orElse(FilterCompat.NOOP);
            }
            this.reader = new Builder(input, support)
                    .withCodecFactory(codecs)
                    .withFilter(rowGroups)
                    .useRecordFilter(false)
                    .useStatsFilter(true)
                    .useBloomFilter(false)
                    .useDictionaryFilter(false)
                    .useColumnIndexFilter(false)
                    .build();
        } catch (IOException | RuntimeException e) {
            throw BrokenFileException.named(file.getPath(), e);
        }
    }

    @Override
    public String path() {
        return file.getPath();
    }

    @Override
    public boolean hasNext() {
        if (!rowWaits) {
            try {
                rowWaits = reader.read() != null;
            } catch (IOException | RuntimeException e) {
                throw BrokenFileException.named(file.getPath(), e);
            }
        }
        return rowWaits;
    }

    @Override
    public ColumnarBatch next() {
        int rows = 0;
        do {
            rowWaits = false;
            support.finalizeCurrentRow(countsRows ? reader.getCurrentRowIndex() : -1);
            rows++;
        } while (rows < BATCH_ROWS && hasNext());
        return support.getDataAsColumnarBatch(rows);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<FilterPredicate> filter(
            CompressionCodecFactory codecs, ParquetInput input, Predicate predicate) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(noConfiguration())
                .withCodecFactory(codecs)
                .build();
        try (ParquetFileReader footer = ParquetFileReader.open(input, options)) {
            return ParquetFilterUtils.toParquetFilter(footer.getFileMetaData().getSchema(), predicate);
        }
    }

    /** An empty Hadoop configuration under Parquet's: with any other, parquet-hadoop parses Hadoop's default files. */
    static ParquetConfiguration noConfiguration() {
        return new HadoopParquetConfiguration(new Configuration(false));
    }

    private static final class Builder extends ParquetReader.Builder<Object> {

        private final ReadSupport<Object> support;

        Builder(ParquetInput input, ReadSupport<Object> support) {
            super(input, noConfiguration());
            this.support = support;
        }

        @Override
        protected ReadSupport<Object> getReadSupport() {
            return support;
        }
    }

    /** Kernel's conversion, which takes no notice of the configuration that it is given. */
    private static final class BatchSupport extends BatchReadSupport {

        private static final Configuration EMPTY = new Configuration(false);

        private final StructType schema;

        BatchSupport(StructType schema) {
            super(BATCH_ROWS, schema);
            this.schema = schema;
        }

        @Override
        public RecordMaterializer<Object> prepareForRead(
                ParquetConfiguration configuration,
                Map<String, String> keyValueMetaData,
                MessageType fileSchema,
                ReadContext readContext) {
            return prepareForRead(EMPTY, keyValueMetaData, inUtc(fileSchema), readContext);
        }

        /**
         * The file's schema, with the table's instants in UTC. Trino's files say that theirs are not adjusted to it, though
         * they are, and Kernel refuses those.
         */
        private MessageType inUtc(MessageType fileSchema) {
            List<Type> fields = fileSchema.getFields().stream()
                    .map(field -> isInstant(field.getName()) ? inUtc(field) : field)
                    .toList();
            return new MessageType(fileSchema.getName(), fields);
        }

        private boolean isInstant(String column) {
            return schema.indexOf(column) >= 0 && schema.get(column).getDataType() instanceof TimestampType;
        }

        private static Type inUtc(Type field) {
            if (field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation local
                    && !local.isAdjustedToUTC()) {
                Type utc = Types.primitive(field.asPrimitiveType().getPrimitiveTypeName(), field.getRepetition())
                        .as(LogicalTypeAnnotation.timestampType(true, local.getUnit()))
                        .named(field.getName());
                return field.getId() == null ? utc : utc.withId(field.getId().intValue());
            }
            return field;
        }
    }
}
