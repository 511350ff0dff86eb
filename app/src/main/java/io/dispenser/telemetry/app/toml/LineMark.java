package io.dispenser.telemetry.app.toml;

import java.util.PrimitiveIterator.OfInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of a template's line, put before the line so that it can be found again in what is rendered. It is made of
 * code points that no text holds: Unicode's noncharacters.
 */
final class LineMark {

    private static final int OPEN = 0xFDD0;
    private static final int CLOSE = 0xFDD1;
    private static final Pattern TAG = Pattern.compile("\\{%.*?%}|\\{#.*?#}|\\$\\{.*?}", Pattern.DOTALL);

    private LineMark() {}

    /** The template with a mark before each line that does not begin inside a tag. */
    static String beforeEachLine(String template) {
        StringBuilder marked = new StringBuilder(template.length() * 2);
        Matcher tags = TAG.matcher(template);
        MatchResult tag = tags.find() ? tags.toMatchResult() : null;
        int line = 1;
        for (int at = 0; at < template.length(); at++) {
            while (tag != null && tag.end() <= at) {
                tag = tags.find() ? tags.toMatchResult() : null;
            }
            boolean lineStart = at == 0 || template.charAt(at - 1) == '\n';
            line += at > 0 && lineStart ? 1 : 0;
            boolean inTag = tag != null && tag.start() < at;
            if (lineStart && !inTag) {
                marked.appendCodePoint(OPEN).append(line).appendCodePoint(CLOSE);
            }
            marked.append(template.charAt(at));
        }
        return marked.toString();
    }

    /** Whether {@code codePoint} begins a mark. */
    static boolean isOne(int codePoint) {
        return codePoint == OPEN;
    }

    /** Reads the rest of a mark whose beginning was read. */
    static int line(OfInt text) {
        int line = 0;
        for (int digit = text.nextInt(); digit != CLOSE; digit = text.nextInt()) {
            line = line * 10 + Character.digit(digit, 10);
        }
        return line;
    }
}
