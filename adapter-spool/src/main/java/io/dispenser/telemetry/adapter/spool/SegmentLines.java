package io.dispenser.telemetry.adapter.spool;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a segment line by line, in the memory of one line, and tells whole documents from damage. */
final class SegmentLines implements Closeable {

    /** No line that we write is anywhere near as long; what is longer is damage, and is not kept in memory. */
    private static final int LONGEST_LINE_BYTES = 16 * 1024 * 1024;

    /**
     * A line, up to a newline or the end of the file.
     *
     * @param end the position behind it
     * @param documents what can be read of it: one document, if it is whole
     * @param damaged whether it is not as it was written
     */
    record Line(long end, List<byte[]> documents, boolean damaged) {}

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int filled;
    private long position;

    SegmentLines(Path file) throws IOException {
        this.in = Files.newInputStream(file);
    }

    /** The next line, or null behind the last one. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        long start = position;
        boolean ended = false;
        while (!ended && fill()) {
            int end = from;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            ended = end < filled;
            if (line.size() <= LONGEST_LINE_BYTES) {
                line.write(buffer, from, end - from);
            }
            int taken = end - from + (ended ? 1 : 0);
            from += taken;
            position += taken;
        }
        if (position == start) {
            return null;
        }
        byte[] bytes = line.toByteArray();
        if (LineChecksum.isWhole(bytes, 0, bytes.length)) {
            return new Line(position, List.of(document(bytes, 0, bytes.length)), false);
        }
        return new Line(position, wholeParts(bytes), true);
    }

    /** Whether there are bytes to look at. */
    private boolean fill() throws IOException {
        if (from == filled) {
            from = 0;
            filled = Math.max(0, in.read(buffer));
        }
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Where the damage hit the newline between two lines, or the bytes around a line, the lines themselves are whole. */
    private static List<byte[]> wholeParts(byte[] bytes) {
        List<byte[]> documents = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int to = LineChecksum.startsLikeLine(bytes, at) ? LineChecksum.wholeEnd(bytes, at) : -1;
            if (to > 0) {
                documents.add(document(bytes, at, to));
            }
            at = Math.max(at + 1, to);
        }
        return documents;
    }

    private static byte[] document(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from + LineChecksum.PREFIX, to);
    }
}
