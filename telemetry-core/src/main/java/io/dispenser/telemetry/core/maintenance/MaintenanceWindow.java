package io.dispenser.telemetry.core.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of a day, in UTC, in which tables are maintained. It may span midnight.
 *
 * @param from its begin
 * @param to its end, not included; not equal to the begin
 */
public record MaintenanceWindow(LocalTime from, LocalTime to) {

    private static final Pattern FORM = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");

    public MaintenanceWindow {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a window that ends when it begins: " + from);
        }
    }

    /**
     * Reads {@code 01:00-05:00}.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what a window looks like
     */
    public static MaintenanceWindow parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a window: expected two times of day in UTC, such as 01:00-05:00");
        }
        return new MaintenanceWindow(time(matcher, 1), time(matcher, 3));
    }

    /** How long it is until the window is open; zero if it is. */
    public Duration untilOpen(Instant now) {
        LocalTime time = LocalTime.ofInstant(now, ZoneOffset.UTC);
        boolean open = from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
        if (open) {
            return Duration.ZERO;
        }
        Duration until = Duration.between(time, from);
        return until.isNegative() ? until.plusDays(1) : until;
    }

    private static LocalTime time(Matcher matcher, int group) {
        return LocalTime.of(Integer.parseInt(matcher.group(group)), Integer.parseInt(matcher.group(group + 1)));
    }
}
