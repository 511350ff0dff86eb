package io.dispenser.telemetry.app.output;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Makes text of unknown origin harmless for a terminal. What a container prints can hold escape sequences that move the
 * cursor, retitle the window or reverse the direction of writing; none of them gets through.
 */
public final class Printable {

    private Printable() {}

    /** The text on one line, with every character that is more than a glyph written as an escape. */
    public static String oneLine(String text) {
        return escaped(text, Printable::isDangerous);
    }

    /** Like {@link #oneLine}, but line breaks and tabs stay. */
    public static String lines(String text) {
        return escaped(text, c -> isDangerous(c) && c != '\n' && c != '\r' && c != '\t');
    }

    private static String escaped(String text, IntPredicate dangerous) {
        if (text.codePoints().noneMatch(dangerous)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (!dangerous.test(c)) {
                escaped.appendCodePoint(c);
            } else if (c == '\n') {
                escaped.append("\\n");
            } else if (c == '\t') {
                escaped.append("\\t");
            } else if (c == '\r') {
                escaped.append("\\r");
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return escaped.toString();
    }

    private static boolean isDangerous(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // Format characters turn the direction of writing; the joiners of emoji and scripts only join.
            case Character.FORMAT -> codePoint != 0x200C && codePoint != 0x200D && codePoint <= 0xFFFF;
            default -> false;
        };
    }
}
