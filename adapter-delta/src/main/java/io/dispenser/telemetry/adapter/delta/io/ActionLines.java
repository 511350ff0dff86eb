package io.dispenser.telemetry.adapter.delta.io;

import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a file of the log as Kernel's parser wants it. Other readers of Delta tables skip blank lines and a byte order
 * mark, and Kernel fails at both.
 */
public final class ActionLines {

    private static final Pattern COMMIT = Pattern.compile(TablePaths.LOG + "/\\d{20}\\.json");

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private ActionLines() {}

    /**
     * The lines of {@code content} that are not blank; {@code content} itself if all are such.
     *
     * @throws TableStoreException if it is a commit without any
     */
    static byte[] of(String file, byte[] content) throws TableStoreException {
        if (!file.endsWith(".json")) {
            return content;
        }
        byte[] lines = isPlain(content) ? content : withoutBlankLines(content);
        if (lines.length == 0 && COMMIT.matcher(file).matches()) {
            throw new TableStoreException(emptyCommit(file), null);
        }
        return lines;
    }

    /** A commit tells at least of itself, so one without a line was cut. */
    public static StorageError emptyCommit(String file) {
        return StorageError.broken(
                "its commit " + file
                        + " is empty, which no writer leaves: its content was lost, and with it which files"
                        + " that version added or removed",
                "restore it from a copy; if there is none and it is the last version, remove it and the .crc file beside"
                        + " it, and the table goes on without what that version changed");
    }

    private static boolean isPlain(byte[] content) {
        int letters = 0;
        for (byte next : content) {
            if (next == '\n') {
                if (letters == 0) {
                    return false;
                }
                letters = 0;
            } else if (next < 0 && letters == 0) {
                return false;
            } else if (next < 0 || next > ' ') {
                letters++;
            }
        }
        return letters > 0 || content.length == 0 || content[content.length - 1] == '\n';
    }

    private static byte[] withoutBlankLines(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
