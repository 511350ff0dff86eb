package io.dispenser.telemetry.adapter.spool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/** One line of a segment: the CRC32C of the document in eight lower-case hex digits, a space, the document, a newline. */
final class LineChecksum {

    /** Bytes in front of the document. */
    static final int PREFIX = 9;

    private static final int DIGITS = 8;

    private LineChecksum() {}

    static void writeLine(byte[] document, ByteArrayOutputStream out) {
        CRC32C crc = new CRC32C();
        crc.update(document, 0, document.length);
        out.writeBytes(String.format(Locale.ROOT, "%08x ", crc.getValue()).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(document);
        out.write('\n');
    }

    /** Whether {@code bytes} from {@code from} to {@code to} are a line, without its newline, as it was written. */
    static boolean isWhole(byte[] bytes, int from, int to) {
        if (to - from < PREFIX + 2 || !startsLikeLine(bytes, from)) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, from + PREFIX, to - from - PREFIX);
        return crc.getValue() == written(bytes, from);
    }

    /** Where a line that begins at {@code from} ends, if what follows it is not its newline; -1 if it is not whole. */
    static int wholeEnd(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        int counted = from + PREFIX;
        for (int i = counted; i < bytes.length; i++) {
            if (bytes[i] == '}') {
                crc.update(bytes, counted, i + 1 - counted);
                counted = i + 1;
                if (crc.getValue() == written(bytes, from)) {
                    return counted;
                }
            }
        }
        return -1;
    }

    private static long written(byte[] bytes, int from) {
        long written = 0;
        for (int i = from; i < from + DIGITS; i++) {
            written = (written << 4) | Character.digit(bytes[i], 16);
        }
        return written;
    }

    /** Whether a line may begin at {@code at}: digits, a space and an opening brace. */
    static boolean startsLikeLine(byte[] bytes, int at) {
        if (at + PREFIX >= bytes.length || bytes[at + DIGITS] != ' ' || bytes[at + PREFIX] != '{') {
            return false;
        }
        for (int i = at; i < at + DIGITS; i++) {
            boolean digit = (bytes[i] >= '0' && bytes[i] <= '9') || (bytes[i] >= 'a' && bytes[i] <= 'f');
            if (!digit) {
                return false;
            }
        }
        return true;
    }
}
