package io.dispenser.telemetry.app.logging;

import java.time.Duration;
import java.time.Instant;

/** Times that have passed, for people, in the largest unit of which there are two: {@code 90 s}, {@code 35 min}, {@code 4 days}. */
public final class Elapsed {

    private Elapsed() {}

    public static String words(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 1) {
            return time.toHours() + " h";
        }
        return time.toMinutes() > 1 ? time.toMinutes() + " min" : Math.max(0, time.toSeconds()) + " s";
    }

    /** From {@code from} to {@code to}; none if that is earlier. */
    public static String words(Instant from, Instant to) {
        return words(Duration.between(from, to));
    }
}
