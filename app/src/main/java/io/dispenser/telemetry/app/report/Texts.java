package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.app.output.Printable;
import org.jspecify.annotations.Nullable;

/** Texts of unknown origin, as long as a reader can use. */
final class Texts {

    /** Longer than any name that an engine takes (Docker's container names end at 128 or so), and short in a page. */
    static final int LONGEST_NAME = 200;

    /** An image with registry, repository and digest is longer than a name. */
    static final int LONGEST_IMAGE = 300;

    /** The beginning of what a health check says: it tells why. */
    static final int LONGEST_OUTPUT = 300;

    private static final int LONGEST_IN_A_SENTENCE = 80;

    private Texts() {}

    static String name(String text) {
        return cut(text, LONGEST_NAME);
    }

    static @Nullable String name(@Nullable String text, int longest) {
        return text == null ? null : cut(text, longest);
    }

    /** A name within a sentence: on one line, with nothing in it that turns the direction of writing, and leaving room for the rest. */
    static String quoted(String name) {
        return Printable.oneLine(cut(name, LONGEST_IN_A_SENTENCE));
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
