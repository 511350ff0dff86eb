package io.dispenser.telemetry.core.container;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a cron expression fires. With six fields (seconds first), or seven (the year last), it is read as Dispenser reads it:
 * the days of the week are 1 to 7 from Sunday on, and a day must match both the day of the month and that of the week;
 * {@code @yearly}, {@code @monthly}, {@code @weekly}, {@code @daily} and {@code @hourly} stand for such. With five it is a crontab's: the
 * second is 0, the days of the week are 0 to 7 where both ends are Sunday, and where both kinds of day are restricted one
 * of them is enough. In both, names ({@code MON}, {@code jan}), lists, ranges, steps, {@code *} and {@code ?} are understood.
 *
 * <p>Ours, since it is small: nothing but the question whether a time is one of its times is asked here, and that needs no
 * search for the next one.
 */
public final class CronSchedule {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final Map<String, String> SHORTHANDS = Map.of(
            "@yearly", "0 0 0 1 1 * *",
            "@monthly", "0 0 0 1 * * *",
            "@weekly", "0 0 0 * * 1 *",
            "@daily", "0 0 0 * * * *",
            "@hourly", "0 0 * * * * *");
    private static final int CRONTAB_FIELDS = 5;
    private static final int FIELDS_WITH_YEAR = 7;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2100;
    private static final int MINUTES = 60;
    private static final int SUNDAY = 7;

    private final String expression;
    private final boolean crontab;
    private final BitSet seconds;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    /** 0 for Sunday to 6. */
    private final BitSet daysOfWeek;

    /** Null for every year. */
    private final @Nullable BitSet years;

    private final boolean anyDayOfMonth;
    private final boolean anyDayOfWeek;

    private CronSchedule(String expression) {
        this.expression = expression;
        String written = expression.strip();
        if (written.startsWith("@") && !SHORTHANDS.containsKey(written)) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is none of @yearly, @monthly, @weekly, @daily, @hourly");
        }
        List<String> fields = List.of(SHORTHANDS.getOrDefault(written, written).split("\\s+", -1));
        this.crontab = fields.size() == CRONTAB_FIELDS;
        if (fields.size() < CRONTAB_FIELDS || fields.size() > FIELDS_WITH_YEAR) {
            throw new IllegalArgumentException(
                    "a cron expression has five, six or seven fields, but '" + expression + "' has " + fields.size());
        }
        List<String> six = new ArrayList<>(fields);
        if (crontab) {
            six.add(0, "0");
        }
        this.seconds = field(six.get(0), "second", 0, 59, List.of(), 0);
        this.minutes = field(six.get(1), "minute", 0, 59, List.of(), 0);
        this.hours = field(six.get(2), "hour", 0, 23, List.of(), 0);
        this.daysOfMonth = field(six.get(3), "day of the month", 1, 31, List.of(), 0);
        this.months = field(six.get(4), "month", 1, 12, MONTHS, 1);
        int firstDay = crontab ? 0 : 1;
        BitSet days = field(six.get(5), "day of the week", firstDay, SUNDAY, DAYS, firstDay);
        this.daysOfWeek = new BitSet();
        days.stream().map(day -> (day - firstDay) % SUNDAY).forEach(daysOfWeek::set);
        this.years = fields.size() == FIELDS_WITH_YEAR
                ? field(fields.get(FIELDS_WITH_YEAR - 1), "year", FIRST_YEAR, LAST_YEAR, List.of(), 0)
                : null;
        this.anyDayOfMonth = isAny(six.get(3));
        this.anyDayOfWeek = isAny(six.get(5));
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if it is none; the message names the field and what it may hold
     */
    public static CronSchedule parse(String expression) {
        return new CronSchedule(expression);
    }

    /**
     * Whether it fires once a minute or more often, in the hours in which it fires at all: then it has always just fired, and
     * that tells nothing.
     */
    public boolean isDense() {
        return minutes.cardinality() == MINUTES;
    }

    /** Whether it fires at a time in the {@code window} that ends with {@code at}, both ends included. */
    public boolean firesWithin(Duration window, Instant at, ZoneId zone) {
        Instant first = at.minus(window);
        for (long second = at.getEpochSecond(); second >= first.getEpochSecond(); second--) {
            Instant time = Instant.ofEpochSecond(second);
            if (!time.isBefore(first) && firesAt(time.atZone(zone))) {
                return true;
            }
        }
        return false;
    }

    private boolean firesAt(ZonedDateTime time) {
        return seconds.get(time.getSecond())
                && minutes.get(time.getMinute())
                && hours.get(time.getHour())
                && months.get(time.getMonthValue())
                && (years == null || years.get(time.getYear()))
                && firesOn(time);
    }

    private boolean firesOn(ZonedDateTime time) {
        boolean month = daysOfMonth.get(time.getDayOfMonth());
        boolean week = daysOfWeek.get(time.getDayOfWeek().getValue() % SUNDAY);
        boolean either = crontab && !anyDayOfMonth && !anyDayOfWeek;
        return either ? (month || week) : (month && week);
    }

    private static boolean isAny(String field) {
        return field.equals("*") || field.equals("?");
    }

    private static BitSet field(String text, String name, int least, int most, List<String> words, int firstWord) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            String[] range = stepped[0].split("-", -1);
            if (stepped.length > 2 || range.length > 2) {
                throw wrong(text, name, least, most);
            }
            int from = isAny(stepped[0]) ? least : value(range[0], text, name, least, most, words, firstWord);
            int to = isAny(stepped[0]) || (stepped.length == 2 && range.length == 1)
                    ? most
                    : value(range[range.length - 1], text, name, least, most, words, firstWord);
            int step = stepped.length == 1 ? 1 : value(stepped[1], text, name, 1, most, List.of(), 0);
            if (from > to) {
                throw wrong(text, name, least, most);
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int value(
            String word, String text, String name, int least, int most, List<String> words, int firstWord) {
        String lower = word.toLowerCase(Locale.ROOT);
        int named = lower.length() < 3 ? -1 : words.indexOf(lower.substring(0, 3));
        if (named >= 0 && lower.chars().allMatch(Character::isLetter)) {
            return named + firstWord;
        }
        if (!word.matches("[0-9]{1,4}")) {
            throw wrong(text, name, least, most);
        }
        int value = Integer.parseInt(word);
        if (value < least || value > most) {
            throw wrong(text, name, least, most);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String text, String name, int least, int most) {
        return new IllegalArgumentException("the " + name + " of a cron expression is '" + text
                + "', but may hold values from " + least + " to " + most + ", '*', ranges, steps and lists of them");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronSchedule schedule && schedule.expression.equals(expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    /** The expression. */
    @Override
    public String toString() {
        return expression;
    }
}
