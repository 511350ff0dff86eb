package io.dispenser.telemetry.app.report;

import java.util.Locale;

/** How a sentence of a report says things. */
final class Words {

    /** What a shell makes of SIGKILL, which is what the kernel sends for want of memory. */
    private static final int KILLED = 137;

    /** On both sides of a time: a sign that names in a sentence can't have, since they are on one line there. */
    private static final char TIME = '\u0001';

    private Words() {}

    /** A time that the page writes as its reader has chosen: milliseconds since 1970 between two signs. */
    static String time(long millis) {
        return TIME + Long.toString(millis) + TIME;
    }

    /** Memory, in the units in which its limits are set: {@code 512 MiB}. */
    static String memory(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        String digits = value == Math.rint(value) || value >= 100 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, digits, value, units[unit]);
    }

    /** How a container ended: {@code exit code 137 (out of memory)}. */
    static String end(int exit, boolean oom) {
        if (exit == Sample.NO_EXIT) {
            return oom ? "out of memory" : "an exit code that is not known";
        }
        String cause = oom ? " (out of memory)" : exit == KILLED ? " (killed)" : "";
        return "exit code " + exit + cause;
    }

    static String ofTrouble(byte band, int exit, boolean oom) {
        return switch (Bands.state(band)) {
            case Bands.RUNNING -> Bands.health(band) == Bands.UNHEALTHY ? "unhealthy" : "restarting again and again";
            case Bands.RESTARTING -> "restarting again and again, " + end(exit, oom);
            case Bands.DEAD -> "dead";
            default -> "exited with " + end(exit, oom);
        };
    }
}
