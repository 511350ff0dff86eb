package io.dispenser.telemetry.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

    private static final Duration WINDOW = Duration.ofSeconds(60);

    /** 2026-03-01 is a Sunday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a crontab's five fields
                "0 3 * * *       | 2026-03-01T03:00:00Z | true",
                "0 3 * * *       | 2026-03-01T03:01:00Z | true",
                "0 3 * * *       | 2026-03-01T03:01:00.001Z | false",
                "0 3 * * *       | 2026-03-01T02:59:59.999Z | false",
                "*/15 * * * *    | 2026-03-01T10:45:30Z | true",
                "*/15 * * * *    | 2026-03-01T10:47:30Z | false",
                "5/20 * * * *    | 2026-03-01T10:45:30Z | true",
                "5/20 * * * *    | 2026-03-01T10:40:30Z | false",
                "0 3 * * 0       | 2026-03-01T03:00:10Z | true",
                "0 3 * * 7       | 2026-03-01T03:00:10Z | true",
                "0 3 * * SUN     | 2026-03-01T03:00:10Z | true",
                "0 3 * * mon-fri | 2026-03-01T03:00:10Z | false",
                "0 3 * * mon-fri | 2026-03-02T03:00:10Z | true",
                "0 3 1 * mon     | 2026-03-01T03:00:10Z | true",
                "0 3 2 * sun     | 2026-03-01T03:00:10Z | true",
                "0 3 2 * mon     | 2026-03-01T03:00:10Z | false",
                "0 3 ? 3 *       | 2026-03-01T03:00:10Z | true",
                "0 3 ? jan,mar * | 2026-03-01T03:00:10Z | true",
                "0 3 ? April *   | 2026-03-01T03:00:10Z | false",
                "0,30 8-10/2 * * * | 2026-03-01T10:30:10Z | true",
                "0,30 8-10/2 * * * | 2026-03-01T09:30:10Z | false",
                // Dispenser's six: seconds first, Sunday is 1, both days must match
                "0 0 3 * * *     | 2026-03-01T03:00:10Z | true",
                "30 0 3 * * *    | 2026-03-01T03:00:10Z | false",
                "30 0 3 * * *    | 2026-03-01T03:01:10Z | true",
                "*/10 * * * * *  | 2026-03-01T03:07:09Z | true",
                "0 0 3 * * 1     | 2026-03-01T03:00:10Z | true",
                "0 0 3 * * 7     | 2026-03-07T03:00:10Z | true",
                "0 0 3 * * 2     | 2026-03-01T03:00:10Z | false",
                "0 0 3 * * Sun   | 2026-03-01T03:00:10Z | true",
                "0 0 3 2 * Sun   | 2026-03-01T03:00:10Z | false",
                "0 0 3 1 * Sun   | 2026-03-01T03:00:10Z | true",
                // and seven: with the year
                "0 0 3 1 3 * 2026 | 2026-03-01T03:00:10Z | true",
                "0 0 3 1 3 * 2027-2030 | 2026-03-01T03:00:10Z | false",
                "@hourly         | 2026-03-01T03:00:10Z | true",
                "@hourly         | 2026-03-01T03:30:10Z | false",
                "@daily          | 2026-03-02T00:00:10Z | true",
                "@weekly         | 2026-03-01T00:00:10Z | true",
                "@weekly         | 2026-03-02T00:00:10Z | false",
                "@monthly        | 2026-03-01T00:00:10Z | true",
                "@yearly         | 2026-01-01T00:00:10Z | true",
                "@yearly         | 2026-03-01T00:00:10Z | false",
            })
    void aTimeIsInItsWindow(String expression, Instant at, boolean fires) {
        assertThat(CronSchedule.parse(expression).firesWithin(WINDOW, at, ZoneOffset.UTC))
                .isEqualTo(fires);
    }

    @ParameterizedTest
    @CsvSource({
        "* * * * *, true",
        "*/10 * * * * *, true",
        "0 * 8-17 * * *, true",
        "0 0-59 * * * *, true",
        "*/2 * * * *, false",
        "0 0 3 * * *, false",
        "@hourly, false"
    })
    void aScheduleThatFiresOnceAMinuteOrMoreOftenTellsNothing(String expression, boolean dense) {
        assertThat(CronSchedule.parse(expression).isDense()).isEqualTo(dense);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@reboot", "@every 5m", "@"})
    void whatIsNoShorthandIsRefused(String expression) {
        assertThatThrownBy(() -> CronSchedule.parse(expression)).hasMessageContaining("@hourly");
    }

    @Test
    void aTimeIsMeantInItsZone() {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(schedule.firesWithin(WINDOW, Instant.parse("2026-01-10T01:30:00Z"), berlin))
                .isTrue();
        assertThat(schedule.firesWithin(WINDOW, Instant.parse("2026-01-10T02:30:00Z"), berlin))
                .isFalse();
        // Half past two is skipped on one night and comes twice on another.
        assertThat(schedule.firesWithin(Duration.ofHours(24), Instant.parse("2026-03-29T12:00:00Z"), berlin))
                .isFalse();
        assertThat(schedule.firesWithin(WINDOW, Instant.parse("2026-10-25T00:30:00Z"), berlin))
                .isTrue();
        assertThat(schedule.firesWithin(WINDOW, Instant.parse("2026-10-25T01:30:00Z"), berlin))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * * *",
                "* * * * * * 1969",
                "* * * * * * 20260",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "0 * * * * 0",
                "a * * * *",
                "5-1 * * * *",
                "*/0 * * * *",
                "1/2/3 * * * *",
                "1-2-3 * * * *",
                ", * * * *",
                "-1 * * * *",
                "* * * ja *",
                "99999999999 * * * *"
            })
    void whatIsNoExpressionIsRefused(String expression) {
        assertThatThrownBy(() -> CronSchedule.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cron expression");
    }

    @Test
    void schedulesAreEqualByTheirExpression() {
        assertThat(CronSchedule.parse("0 3 * * *"))
                .isEqualTo(CronSchedule.parse("0 3 * * *"))
                .hasSameHashCodeAs(CronSchedule.parse("0 3 * * *"))
                .isNotEqualTo(CronSchedule.parse("0 4 * * *"))
                .hasToString("0 3 * * *");
    }
}
