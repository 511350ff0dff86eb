package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long work will go on. */
class TimeLeftTest {

    @Test
    void itGoesOnAsItDid() {
        assertThat(TimeLeft.words(Duration.ofSeconds(10), 0.25)).hasValue("about 30 s left");
        assertThat(TimeLeft.words(Duration.ofSeconds(10), 0.1)).as("in tens").hasValue("about 1 min 30 s left");
        assertThat(TimeLeft.words(Duration.ofSeconds(61), 0.5)).hasValue("about 1 min 10 s left");
        assertThat(TimeLeft.words(Duration.ofMillis(2_500), 0.999)).hasValue("about 1 s left");
    }

    @Test
    void tooLittleDoesNotTell() {
        assertThat(TimeLeft.words(Duration.ofMillis(1_999), 0.5)).isEmpty();
        assertThat(TimeLeft.words(Duration.ofMinutes(5), 0)).isEmpty();
        assertThat(TimeLeft.words(Duration.ofMinutes(5), 1)).isEmpty();
    }
}
