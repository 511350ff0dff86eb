package io.dispenser.telemetry.app.output;

/**
 * How many columns of a terminal a text takes: two for the wide characters of East Asia and for emoji, none for marks that
 * combine with the character before, one for the others. Terminals differ in the rare cases.
 */
final class DisplayWidth {

    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0x33FF},
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0xA000, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1FAFF},
        {0x20000, 0x3FFFD},
    };

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text, or as much of its beginning as fits into {@code width} together with {@code ellipsis}. */
    static String cut(String text, int width, String ellipsis) {
        if (of(text) <= width) {
            return text;
        }
        int room = width - of(ellipsis);
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            room -= of(codePoint);
            if (room < 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end) + ellipsis;
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
