package io.dispenser.telemetry.app.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a sentence of a report says things. */
final class Words {

    /** What a shell makes of SIGKILL, which is what the kernel sends for want of memory. */
    private static final int KILLED = 137;

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** {@code 12:03} on the day of {@code now}, else with the date; UTC. */
    static String time(long millis, long now) {
        Instant time = Instant.ofEpochMilli(millis);
        boolean today = LocalDate.ofInstant(time, ZoneOffset.UTC)
                .equals(LocalDate.ofInstant(Instant.ofEpochMilli(now), ZoneOffset.UTC));
        return (today ? TIME : DAY_AND_TIME).format(time) + " UTC";
    }

    /** {@code 512 MiB}. */
    static String bytes(long bytes) {
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
