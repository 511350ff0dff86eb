package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void areTimesThatWereMeasured() {
        Percentiles hundred =
                new Percentiles(LongStream.rangeClosed(1, 100).map(second -> (101 - second) * 1_000_000_000));
        assertThat(hundred.seconds(50)).isEqualTo(50);
        assertThat(hundred.seconds(99)).isEqualTo(99);
        Percentiles three = new Percentiles(LongStream.of(3_000_000_000L, 1_000_000_000, 2_000_000_000));
        assertThat(three.seconds(50)).isEqualTo(2);
        assertThat(three.seconds(99)).isEqualTo(3);
    }

    @Test
    void ofNothingAreNothing() {
        assertThat(new Percentiles(LongStream.empty()).seconds(50)).isNaN();
    }
}
