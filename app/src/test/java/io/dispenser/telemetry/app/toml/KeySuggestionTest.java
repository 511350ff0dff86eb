package io.dispenser.telemetry.app.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guess at a mistyped key. */
class KeySuggestionTest {

    @ParameterizedTest
    @CsvSource({"'', '', 0", "abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "abc, abcd, 1", "abc, xbc, 1", "ca, abc, 3"})
    void distance(String a, String b, int expected) {
        assertThat(KeySuggestion.distance(a, b)).isEqualTo(expected);
        assertThat(KeySuggestion.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void theNearestIsGuessedAndNothingFarAway() {
        List<String> known = List.of("status_interval", "flush_interval");

        assertThat(KeySuggestion.to("flush_intervall", known)).contains("flush_interval");
        assertThat(KeySuggestion.to("stat_interval", known)).contains("status_interval");
        assertThat(KeySuggestion.to("colour", known)).isEmpty();
        assertThat(KeySuggestion.to("x".repeat(100_000), known)).isEmpty();
    }
}
