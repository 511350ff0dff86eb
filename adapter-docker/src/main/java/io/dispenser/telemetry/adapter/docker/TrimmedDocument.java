package io.dispenser.telemetry.adapter.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One JSON document as it comes in, in bounded memory whatever its length on the wire. A text beyond a bound is cut, with a
 * digest of the rest in its place, so that two that differ stay different; what we read of a document (names, times, labels
 * of orchestrators) is far shorter. Labels may be of any length: a single one of a megabyte, or a thousand of a kilobyte.
 */
final class TrimmedDocument {

    /** A health check's output of 4 KiB fits, however it is escaped. */
    static final int MOST_TEXT_BYTES = 32 << 10;

    /** From here on texts are cut to {@link #SHORT_TEXT_BYTES}, which the labels that we read still fit in. */
    private static final int GENEROUS_BYTES = 256 << 10;

    private static final int SHORT_TEXT_BYTES = 256;
    private static final int MOST_BYTES = 4 << 20;
    private static final int UNICODE_DIGITS = 4;
    private static final long HASH_PRIME = 0x100000001b3L;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean inText;
    private boolean escaped;
    private int escapeDigits;
    private int textBytes;
    private boolean cutting;
    private long rest;
    private int depth;
    private long wireBytes;

    void add(byte next) {
        wireBytes++;
        if (!inText) {
            structure(next);
        } else if (next == '"' && !escaped && escapeDigits == 0) {
            endText();
        } else {
            text(next);
        }
    }

    /** How many objects and arrays are open. */
    int depth() {
        return depth;
    }

    boolean isInText() {
        return inText;
    }

    /** How long it is on the wire so far. */
    long wireBytes() {
        return wireBytes;
    }

    /** Whether it is longer than can be kept, although its texts are cut. */
    boolean isTooLong() {
        return kept.size() > MOST_BYTES;
    }

    /** What is kept, as text. */
    byte[] bytes() {
        return kept.toByteArray();
    }

    boolean isBlank() {
        return kept.size() < MOST_TEXT_BYTES
                && kept.toString(StandardCharsets.UTF_8).isBlank();
    }

    private void structure(byte next) {
        switch (next) {
            case '"' -> {
                inText = true;
                textBytes = 0;
                rest = 0;
            }
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {
                // Part of a number, a word, or nothing.
            }
        }
        keep(next);
    }

    private void text(byte next) {
        boolean startsCharacter = !escaped && escapeDigits == 0 && (next & 0xC0) != 0x80;
        if (startsCharacter && textBytes >= (kept.size() < GENEROUS_BYTES ? MOST_TEXT_BYTES : SHORT_TEXT_BYTES)) {
            cutting = true;
        }
        if (escaped) {
            escaped = false;
            escapeDigits = next == 'u' ? UNICODE_DIGITS : 0;
        } else if (escapeDigits > 0) {
            escapeDigits--;
        } else {
            escaped = next == '\\';
        }
        if (cutting) {
            rest = (rest ^ next) * HASH_PRIME + 1;
        } else {
            textBytes++;
            keep(next);
        }
    }

    private void endText() {
        if (cutting) {
            for (byte digit : ("~" + Long.toHexString(rest)).getBytes(StandardCharsets.US_ASCII)) {
                keep(digit);
            }
        }
        cutting = false;
        inText = false;
        keep((byte) '"');
    }

    private void keep(byte next) {
        if (kept.size() <= MOST_BYTES) {
            kept.write(next);
        }
    }
}
