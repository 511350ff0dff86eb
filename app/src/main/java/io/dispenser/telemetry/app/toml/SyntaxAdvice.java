package io.dispenser.telemetry.app.toml;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parser's complaint in a user's words. Never repeats what stands where a value should: that may be a secret.
 *
 * @param message what is wrong
 * @param remedy what to do
 */
record SyntaxAdvice(String message, String remedy) {

    private static final Pattern UNEXPECTED = Pattern.compile("^Unexpected ('(.*?)'|[a-z -]+?), expected (.*)$");

    /**
     * @param complaint the parser's message
     * @param line the line that it complains of
     * @param rest the line from where it complains on
     */
    static SyntaxAdvice of(String complaint, String line, String rest) {
        Matcher unexpected = UNEXPECTED.matcher(complaint);
        if (!unexpected.matches()) {
            return complaint.startsWith("Invalid escape")
                    ? new SyntaxAdvice(
                            "a backslash that begins no escape sequence",
                            "write \\\\ for a backslash, or put the text in single quotes")
                    : new SyntaxAdvice(withoutValue(complaint), "correct the TOML syntax");
        }
        String token = unexpected.group(2);
        String expected = unexpected.group(3);
        if (expected.equals("a value")) {
            return token == null
                    ? new SyntaxAdvice("no value after =", "write one, or remove the line")
                    : noValue(rest);
        }
        if (expected.equals(". or =")) {
            return new SyntaxAdvice("no = after the key", "write key = value");
        }
        if (expected.endsWith(" or a character") && token == null) {
            String quote = expected.substring(0, expected.indexOf(' '));
            return new SyntaxAdvice("a text that opens with " + quote + " does not end", "close it with " + quote);
        }
        if (expected.equals("]") && line.strip().startsWith("[")) {
            return new SyntaxAdvice("a table's header without its closing bracket", "write ]");
        }
        String found = token == null ? unexpected.group(1) : token.length() == 1 ? "'" + token + "'" : "text";
        return new SyntaxAdvice("unexpected " + found + ", expected " + expected, "correct the TOML syntax");
    }

    private static SyntaxAdvice noValue(String rest) {
        String word = rest.split("[\\s,#\\]}]", 2)[0].toLowerCase(Locale.ROOT);
        return switch (word) {
            case "true", "false" -> new SyntaxAdvice("TOML writes " + word + " in lower case", "write " + word);
            case "yes", "no", "on", "off" ->
                new SyntaxAdvice("TOML has no " + word, "write true or false, or put the text in quotes");
            default -> new SyntaxAdvice("not a TOML value", "put text in quotes, and write numbers with digits only");
        };
    }

    /** The parser puts a value behind a colon, or in quotes behind {@code Unexpected}. */
    private static String withoutValue(String complaint) {
        String kind = complaint.startsWith("Unexpected")
                ? "Unexpected text"
                : complaint.split(":", 2)[0];
        return kind.isEmpty() ? "not TOML" : kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
    }
}
