package io.dispenser.telemetry.adapter.delta.parquet;

import java.io.IOException;
import java.util.BitSet;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * Writes columns of a row group into a file, in pages of version 1, which every reader knows ("Data Pages" of the Parquet format): with
 * a dictionary where that is smaller, else the values as they are.
 */
final class ChunkWriter {

    /** As Parquet's own writer has it: readers skip by pages. */
    private static final int PAGE_ROWS = 20_000;

    private static final int PAGE_BYTES = 1 << 20;
    private static final int SLAB = 64;

    /** The names of what pages of version 1 have, as the readers of that time know them. */
    @SuppressWarnings("deprecation")
    private static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

    @SuppressWarnings("deprecation")
    private static final Encoding NO_LEVELS = Encoding.BIT_PACKED;

    private final ParquetFileWriter file;
    private final BytesInputCompressor compressor;

    ChunkWriter(ParquetFileWriter file, BytesInputCompressor compressor) {
        this.file = file;
        this.compressor = compressor;
    }

    void write(ColumnChunk chunk) throws IOException {
        boolean dictionary = chunk.hasDictionary();
        file.startColumn(chunk.descriptor(), chunk.rows(), compressor.getCodecName());
        if (dictionary) {
            writeDictionary(chunk.values());
        }
        int most = dictionary ? PAGE_ROWS : (int) Math.min(PAGE_ROWS, Math.max(1, PAGE_BYTES / chunk.bytesOfValue()));
        int value = 0;
        for (int row = 0; row < chunk.rows(); row += most) {
            int end = Math.min(chunk.rows(), row + most);
            int last = value + chunk.valuesBetween(row, end);
            writePage(chunk, dictionary, row, end, value, last);
            value = last;
        }
        if (chunk.values().hasNaN()) { // a bound that is none: readers would skip rows by it
            Statistics<?> unbounded = Statistics.createStats(chunk.descriptor().getPrimitiveType());
            unbounded.incrementNumNulls(chunk.rows() - value);
            file.invalidateStatistics(unbounded);
        }
        file.endColumn();
    }

    private void writeDictionary(Distinct values) throws IOException {
        PlainBytes page = new PlainBytes();
        for (int id = 0; id < values.size(); id++) {
            values.writeTo(page, id);
        }
        file.writeDictionaryPage(
                new DictionaryPage(compressor.compress(page.input()), page.size(), values.size(), DICTIONARY));
    }

    /**
     * Writes a page.
     *
     * @param row its first row
     * @param end the row after its last one
     * @param value the first of its values
     * @param last the value after its last one
     */
    private void writePage(ColumnChunk chunk, boolean dictionary, int row, int end, int value, int last)
            throws IOException {
        PlainBytes page = new PlainBytes();
        if (chunk.nullable()) {
            writeLevels(page, chunk, row, end, last - value);
        }
        Statistics<?> statistics = Statistics.createStats(chunk.descriptor().getPrimitiveType());
        statistics.incrementNumNulls(end - row - (last - value));
        BitSet told = new BitSet();
        try (RunLengthBitPackingHybridEncoder ids = encoder(chunk.idBits())) {
            for (int i = value; i < last; i++) {
                int id = chunk.id(i);
                if (!told.get(id)) {
                    told.set(id);
                    chunk.values().addTo(statistics, id);
                }
                if (dictionary) {
                    ids.writeInt(id);
                } else {
                    chunk.values().writeTo(page, id);
                }
            }
            if (dictionary) {
                page.number(chunk.idBits(), Byte.BYTES);
                page.bytes(ids.toBytes().toInputStream().readAllBytes());
            }
        }
        file.writeDataPage(
                end - row,
                page.size(),
                compressor.compress(page.input()),
                statistics,
                end - row,
                NO_LEVELS,
                chunk.nullable() ? Encoding.RLE : NO_LEVELS,
                dictionary ? DICTIONARY : Encoding.PLAIN);
    }

    /** Which rows have a value: 1, or 0. */
    private static void writeLevels(PlainBytes page, ColumnChunk chunk, int row, int end, int values)
            throws IOException {
        try (RunLengthBitPackingHybridEncoder levels = encoder(1)) {
            for (int i = row; i < end; i++) {
                levels.writeInt(values == end - row || !chunk.isNull(i) ? 1 : 0);
            }
            byte[] content = levels.toBytes().toInputStream().readAllBytes();
            page.number(content.length, Integer.BYTES);
            page.bytes(content);
        }
    }

    private static RunLengthBitPackingHybridEncoder encoder(int bits) {
        return new RunLengthBitPackingHybridEncoder(bits, SLAB, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
    }
}
