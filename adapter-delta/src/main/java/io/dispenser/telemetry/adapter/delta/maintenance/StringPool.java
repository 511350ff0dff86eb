package io.dispenser.telemetry.adapter.delta.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/**
 * The texts of rows in memory, each once: most columns hold few different ones. Texts beyond a number of them for a column
 * are not kept.
 */
public final class StringPool {

    private static final int MAX_TEXTS = 4096;
    private static final int MAX_LENGTH = 128;

    private final Map<Integer, Map<String, byte[]>> columns = new HashMap<>();
    private long bytes;

    byte[] utf8(int column, String text) {
        Map<String, byte[]> known = columns.computeIfAbsent(column, each -> new HashMap<>());
        byte[] utf8 = known.get(text);
        if (utf8 == null) {
            utf8 = text.getBytes(UTF_8);
            bytes += 16 + utf8.length;
            if (known.size() < MAX_TEXTS && text.length() <= MAX_LENGTH) {
                known.put(text, utf8);
            }
        }
        return utf8;
    }

    /** How many bytes all texts took that were not known before. */
    long bytes() {
        return bytes;
    }
}
