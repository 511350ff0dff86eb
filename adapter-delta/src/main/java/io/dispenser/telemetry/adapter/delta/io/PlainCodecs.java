package io.dispenser.telemetry.adapter.delta.io;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/**
 * Parquet's compression in plain Java: no native library to unpack, and none of Hadoop's codec classes with the configuration
 * files that they read. Reads what Spark, delta-rs and Kernel write (none, Snappy, Zstandard, gzip, LZ4 raw); writes none,
 * Snappy and Zstandard.
 */
public final class PlainCodecs implements CompressionCodecFactory {

    /** Nothing gets smaller of which so little is there, and the compressor would make its tables all the same. */
    private static final int TINY = 48;

    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private static final int SINGLE_SEGMENT = 1 << 5;
    private static final int LAST_BLOCK = 1;
    private static final int LENGTH_SHIFT = 3;

    /** Magic number, descriptor, content size, and the block's three bytes. */
    private static final int FRAME_HEAD = 9;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Whole(codec, null);
            case SNAPPY -> new Whole(codec, new SnappyCompressor());
            case ZSTD -> new Whole(codec, new ZstdCompressor());
            default -> throw new UnsupportedOperationException("Parquet codec " + codec + " is not written here");
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new Unpacking((input, size) -> input);
            case SNAPPY -> new Unpacking(with(new SnappyDecompressor()));
            case ZSTD -> new Unpacking(with(new ZstdDecompressor()));
            case LZ4_RAW -> new Unpacking(with(new Lz4Decompressor()));
            case GZIP -> new Unpacking(PlainCodecs::gunzip);
            default -> throw new UnsupportedOperationException("Parquet codec " + codec + " is not read here");
        };
    }

    @Override
    public void release() {}

    /** A Zstandard frame of one block that is stored as it is (RFC 8878, "Frames", "Blocks"). */
    private static byte[] stored(byte[] content) {
        byte[] frame = new byte[FRAME_HEAD + content.length];
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ZSTD_MAGIC)
                .put((byte) SINGLE_SEGMENT)
                .put((byte) content.length)
                .putShort((short) (content.length << LENGTH_SHIFT | LAST_BLOCK))
                .put((byte) 0)
                .put(content);
        return frame;
    }

    private static Unpacker with(Decompressor decompressor) {
        return (input, size) -> {
            byte[] output = new byte[size];
            int length = decompressor.decompress(input, 0, input.length, output, 0, size);
            if (length != size) {
                throw new IOException("a Parquet page unpacks to " + length + " bytes instead of " + size);
            }
            return output;
        };
    }

    private static byte[] gunzip(byte[] input, int size) throws IOException {
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(input))) {
            return stream.readNBytes(size);
        }
    }

    @FunctionalInterface
    private interface Unpacker {
        byte[] unpack(byte[] input, int size) throws IOException;
    }

    private static final class Whole implements BytesInputCompressor {

        private final CompressionCodecName codec;
        private final @Nullable Compressor compressor;

        Whole(CompressionCodecName codec, @Nullable Compressor compressor) {
            this.codec = codec;
            this.compressor = compressor;
        }

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            if (compressor == null) {
                return bytes;
            }
            byte[] input = bytes.toInputStream().readAllBytes();
            if (codec == CompressionCodecName.ZSTD && input.length > 0 && input.length <= TINY) {
                return BytesInput.from(stored(input));
            }
            byte[] output = new byte[compressor.maxCompressedLength(input.length)];
            int length = compressor.compress(input, 0, input.length, output, 0, output.length);
            return BytesInput.from(output, 0, length);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {}
    }

    private static final class Unpacking implements BytesInputDecompressor {

        private final Unpacker unpacker;

        Unpacking(Unpacker unpacker) {
            this.unpacker = unpacker;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(unpacker.unpack(bytes.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int size) throws IOException {
            byte[] packed = new byte[compressedSize];
            input.get(packed);
            output.put(unpacker.unpack(packed, size));
        }

        @Override
        public void release() {}
    }
}
