package io.dispenser.telemetry.app.toml;

import java.util.Locale;
import java.util.regex.Pattern;

/** How a text of the configuration is shown in a message: on one line, not endless, and without secrets. */
public final class Redacted {

    private static final int MAX_CODE_POINTS = 120;
    private static final String SCHEME = "(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]*://)";

    /** A password may hold any character, so it ends before the last @. */
    private static final Pattern PASSWORD_OF_URI = Pattern.compile(SCHEME + "([^/:@]*):.*@", Pattern.DOTALL);

    /** A user may be a token; but in {@code abfss://container@account} a container stands there, in lower case. */
    private static final Pattern USER_OF_URI =
            Pattern.compile("(?!(?:az|abfss?)://[a-z0-9-]{3,63}@[^@]*$)" + SCHEME + "(?!/).*@", Pattern.DOTALL);

    /** Of an address without a scheme; what stands before the digest of an image is none. */
    private static final Pattern PASSWORD_OF_ADDRESS = Pattern.compile("^([^\\s/:@]*):.*@(?!sha256:)", Pattern.DOTALL);

    private static final Pattern QUERY_OF_URI = Pattern.compile("^((?!file:)[A-Za-z][A-Za-z0-9+.-]*://[^?]*)\\?.+$");

    private Redacted() {}

    /** The text in quotes. */
    static String quoted(String text) {
        return '"' + plain(text) + '"';
    }

    /** The text without quotes. */
    public static String plain(String text) {
        String open = withoutUser(text);
        open = QUERY_OF_URI.matcher(open).replaceFirst("$1?…");
        StringBuilder shown = new StringBuilder();
        int shownCodePoints = 0;
        for (int codePoint : open.codePoints().toArray()) {
            if (shownCodePoints++ == MAX_CODE_POINTS) {
                shown.append('…');
                break;
            }
            if (codePoint == '\n') {
                shown.append("\\n");
            } else if (codePoint == '\t') {
                shown.append("\\t");
            } else if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT) {
                shown.append(String.format(Locale.ROOT, "\\u%04X", codePoint));
            } else {
                shown.appendCodePoint(codePoint);
            }
        }
        return shown.toString();
    }

    private static String withoutUser(String text) {
        if (!text.contains("://")) {
            return PASSWORD_OF_ADDRESS.matcher(text).replaceFirst("$1:…@");
        }
        String open = PASSWORD_OF_URI.matcher(text).replaceFirst("$1$2:…@");
        return open.equals(text) ? USER_OF_URI.matcher(text).replaceFirst("$1…@") : open;
    }
}
