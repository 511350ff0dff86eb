package io.dispenser.telemetry.app.toml;

import java.nio.file.Path;

/**
 * Where something stands in a configuration file.
 *
 * @param file the file, as the user would name it
 * @param line the line, from 1 on, or 0 for the file as a whole
 * @param column the column in code points, from 1 on, or 0 for the file as a whole
 */
public record SourceLocation(Path file, int line, int column) {

    /** The file as a whole. */
    public static SourceLocation wholeFile(Path file) {
        return new SourceLocation(file, 0, 0);
    }

    /** Where a character of a file's text stands. */
    static SourceLocation at(Path file, String text, int offset) {
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new SourceLocation(file, line, 1 + text.codePointCount(lineStart, offset));
    }

    /** In the form that editors and terminals make clickable: {@code dispenser.toml:7:19}. */
    @Override
    public String toString() {
        return line == 0 ? file.toString() : file + ":" + line + ":" + column;
    }
}
