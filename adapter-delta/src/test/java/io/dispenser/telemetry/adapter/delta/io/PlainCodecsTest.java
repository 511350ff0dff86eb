package io.dispenser.telemetry.adapter.delta.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PlainCodecsTest {

    private final PlainCodecs codecs = new PlainCodecs();
    private final byte[] page = page();

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "ZSTD"})
    void whatIsWrittenIsRead(CompressionCodecName codec) throws IOException {
        byte[] packed = codecs.getCompressor(codec)
                .compress(BytesInput.from(page))
                .toInputStream()
                .readAllBytes();

        if (codec != CompressionCodecName.UNCOMPRESSED) {
            assertThat(packed.length).isLessThan(page.length / 2);
        }
        assertUnpacked(codec, packed);
    }

    /** The smallest pages are frames that nothing compressed; a compressor's own decompressor reads them. */
    @Test
    void whatIsSmallIsReadToo() throws IOException {
        for (int length = 1; length <= 100; length++) {
            byte[] small = Arrays.copyOf(page, length);
            byte[] packed = codecs.getCompressor(CompressionCodecName.ZSTD)
                    .compress(BytesInput.from(small))
                    .toInputStream()
                    .readAllBytes();
            byte[] unpacked = new byte[length];

            assertThat(new ZstdDecompressor().decompress(packed, 0, packed.length, unpacked, 0, length))
                    .isEqualTo(length);
            assertThat(unpacked).isEqualTo(small);
        }
    }

    @Test
    void gzipIsRead() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(page);
        }
        assertUnpacked(CompressionCodecName.GZIP, packed.toByteArray());
    }

    @Test
    void rawLz4IsRead() throws IOException {
        Lz4Compressor compressor = new Lz4Compressor();
        byte[] packed = new byte[compressor.maxCompressedLength(page.length)];
        int length = compressor.compress(page, 0, page.length, packed, 0, packed.length);

        assertUnpacked(CompressionCodecName.LZ4_RAW, Arrays.copyOf(packed, length));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UNCOMPRESSED", "SNAPPY", "ZSTD", "GZIP", "LZ4_RAW"})
    void othersAreRefused(CompressionCodecName codec) {
        assertThatThrownBy(() -> codecs.getDecompressor(codec)).hasMessageContaining(codec.name());
        assertThatThrownBy(() -> codecs.getCompressor(codec)).hasMessageContaining(codec.name());
    }

    private void assertUnpacked(CompressionCodecName codec, byte[] packed) throws IOException {
        assertThat(codecs.getDecompressor(codec)
                        .decompress(BytesInput.from(packed), page.length)
                        .toInputStream()
                        .readAllBytes())
                .isEqualTo(page);
        ByteBuffer unpacked = ByteBuffer.allocate(page.length);
        codecs.getDecompressor(codec).decompress(ByteBuffer.wrap(packed), packed.length, unpacked, page.length);
        assertThat(unpacked.array()).isEqualTo(page);
    }

    private static byte[] page() {
        byte[] page = new byte[100_000];
        Random random = new Random(1);
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) (random.nextInt(10) == 0 ? random.nextInt(4) : 7);
        }
        return page;
    }
}
