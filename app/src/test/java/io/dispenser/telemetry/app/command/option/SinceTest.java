package io.dispenser.telemetry.app.command.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-02T12:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-03-02T11:58:30Z",
        "15m, 2026-03-02T11:45:00Z",
        "2h, 2026-03-02T10:00:00Z",
        "7d, 2026-02-23T12:00:00Z",
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01T10:15:30, 2026-03-01T10:15:30Z",
        "2026-03-01T10:15:30.5Z, 2026-03-01T10:15:30.5Z",
        "2026-03-01T10:15:30+02:00, 2026-03-01T08:15:30Z",
    })
    void whatPeopleWriteIsUnderstood(String text, Instant instant) {
        assertThat(Since.parse(text, CLOCK)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2", "h", "-2h", "2026-13-01", "9999999d"})
    void whatMeansNothingIsNothing(String text) {
        assertThat(Since.parse(text, CLOCK)).isEmpty();
    }
}
