package io.dispenser.telemetry.app.output;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws numbers as one sign each. The heights are shares of the largest number, so that a steady row is a level line and nothing
 * is exaggerated; zero has a sign of its own, as has what is more than zero, however little; what is not known is a blank.
 */
final class Sparkline {

    /** Zero, and seven heights. */
    static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private static final String ASCII = "_.:-=+*#";
    private static final int HEIGHTS = BLOCKS.length() - 1;

    private Sparkline() {}

    /** The numbers as signs, in their order; nothing where no sparks are wanted. */
    static String of(List<@Nullable Long> values, Terminal.Sparks sparks) {
        if (sparks == Terminal.Sparks.NONE) {
            return "";
        }
        String signs = sparks == Terminal.Sparks.BLOCKS ? BLOCKS : ASCII;
        long largest = values.stream()
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        StringBuilder line = new StringBuilder();
        for (Long value : values) {
            line.append(value == null ? ' ' : signs.charAt(height(value, largest)));
        }
        return line.toString();
    }

    private static int height(long value, long largest) {
        if (value <= 0) {
            return 0;
        }
        return Math.max(1, Math.min((int) Math.ceil((double) HEIGHTS * value / largest), HEIGHTS));
    }
}
