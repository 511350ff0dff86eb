package io.dispenser.telemetry.app.output;

import java.util.ArrayList;
import java.util.List;

/** Breaks text between words, so that a terminal does not break it within them. */
public final class WrappedText {

    private WrappedText() {}

    /**
     * The text in lines of at most {@code width} columns. A word that is wider is left whole, for whoever copies it.
     *
     * @param indent how far all lines but the first are set in
     */
    public static List<String> lines(String text, int width, int indent) {
        if (DisplayWidth.of(text) <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        String begin = " ".repeat(Math.min(indent, width / 2));
        StringBuilder line = new StringBuilder();
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(word) > width) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(begin);
                empty = true;
                if (word.isEmpty()) {
                    continue;
                }
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
