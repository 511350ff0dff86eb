package io.dispenser.telemetry.benchmarks.fleet;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a store takes for a request: anything between two durations.
 *
 * @param least in milliseconds
 * @param most in milliseconds, not less
 */
record Latency(int least, int most) {

    static final Latency NONE = new Latency(0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

    Latency {
        if (most < least) {
            throw new IllegalArgumentException("the greater latency comes second: " + least + "-" + most);
        }
    }

    /** Reads {@code 40-80}, or {@code 60}. */
    static Latency parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a latency is milliseconds, as 60 or 40-80: " + text);
        }
        int least = Integer.parseInt(matcher.group(1));
        return new Latency(least, matcher.group(2) == null ? least : Integer.parseInt(matcher.group(2)));
    }

    Duration next(RandomGenerator random) {
        return Duration.ofNanos((long) (1e6 * (least + random.nextDouble() * (most - least))));
    }

    @Override
    public String toString() {
        return (least == most ? "" + least : least + "-" + most) + " ms";
    }
}
