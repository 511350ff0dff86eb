package io.dispenser.telemetry.adapter.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Changes segments behind a spool's back. */
final class SegmentFiles {

    private SegmentFiles() {}

    /** Changes the document in a line and gives it its new checksum. */
    static void replaceLine(Path segment, int line, UnaryOperator<String> change) throws IOException {
        List<String> lines = Files.readAllLines(segment);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        for (int i = 0; i < lines.size(); i++) {
            String document = lines.get(i).substring(LineChecksum.PREFIX);
            String other = i == line ? change.apply(document) : document;
            LineChecksum.writeLine(other.getBytes(StandardCharsets.UTF_8), changed);
        }
        Files.write(segment, changed.toByteArray());
    }

    /** Flips a bit of the byte at {@code position}. */
    static void flip(Path segment, int position, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[position] ^= (byte) (1 << bit);
        Files.write(segment, bytes);
    }

    /** The positions at which lines begin, and the file's length. */
    static int[] lineStarts(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        IntStream.Builder starts = IntStream.builder().add(0);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                starts.add(i + 1);
            }
        }
        return starts.build().toArray();
    }
}
