package io.dispenser.telemetry.app.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Wraps a column's name behind its underscores. */
final class Header {

    private Header() {}

    /** The words of a name, each with the underscore behind it. */
    static List<String> words(String name) {
        return Arrays.asList(name.split("(?<=_)"));
    }

    /** The name in as few lines as fit into {@code width}; a longer word has a line of its own. */
    static List<String> wrapped(String name, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : words(name)) {
            if (!line.isEmpty() && DisplayWidth.of(line) + DisplayWidth.of(word) > width) {
                lines.add(line);
                line = "";
            }
            line += word;
        }
        lines.add(line);
        return lines;
    }
}
