package io.dispenser.telemetry.app.output;

import java.time.Duration;
import java.time.Instant;

/** Times that passed, for people, in two units at most: {@code 12 s}, {@code 2 min 3 s}, {@code 2 h 3 min}, {@code 3 d 4 h}. */
public final class Elapsed {

    private Elapsed() {}

    public static String words(Duration duration) {
        if (duration.toDays() > 0) {
            return two(duration.toDays(), "d", duration.toHoursPart(), "h");
        } else if (duration.toHours() > 0) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        } else if (duration.toMinutes() > 0) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        return Math.max(1, duration.toSeconds()) + " s";
    }

    /** From {@code from} to {@code to}; a second if that is earlier. */
    public static String words(Instant from, Instant to) {
        return words(Duration.between(from, to));
    }

    /** From {@code from} to {@code to} in the largest unit alone, rounded down, for where there is little room: {@code 2 h}. */
    public static String brief(Instant from, Instant to) {
        return brief(Duration.between(from, to));
    }

    /** A duration in the largest unit alone, rounded down. */
    public static String brief(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d";
        } else if (duration.toHours() > 0) {
            return duration.toHours() + " h";
        } else if (duration.toMinutes() > 0) {
            return duration.toMinutes() + " min";
        }
        return Math.max(1, duration.toSeconds()) + " s";
    }

    private static String two(long first, String unit, long second, String smaller) {
        return first + " " + unit + (second == 0 ? "" : " " + second + " " + smaller);
    }
}
