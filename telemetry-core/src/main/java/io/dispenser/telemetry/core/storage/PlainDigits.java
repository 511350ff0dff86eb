package io.dispenser.telemetry.core.storage;

/**
 * Names whose numbers were written with the digits of another script, such as {@code ٠٠٠٠٠٠٠٠١٢.open}: a format that names no
 * locale writes them so on a host whose locale has such digits.
 */
public final class PlainDigits {

    private static final int LAST_ASCII = 0x7f;

    private PlainDigits() {}

    /** Whether {@code name} has no character that could be such a digit. */
    public static boolean isAscii(String name) {
        return name.chars().allMatch(c -> c <= LAST_ASCII);
    }

    /** {@code name} with all decimal digits written as 0 to 9. */
    public static String of(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            int digit = Character.digit(c, 10);
            if (digit >= 0) {
                plain.append(digit);
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
