package io.dispenser.telemetry.app.output;

import java.util.Locale;

/** Sizes for people: {@code 812 B}, {@code 3.4 kB}, {@code 27.1 MB}; units of 1000. */
public final class ByteSize {

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
    private static final int STEP = 1000;

    private ByteSize() {}

    public static String words(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double value = (double) bytes / STEP;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
