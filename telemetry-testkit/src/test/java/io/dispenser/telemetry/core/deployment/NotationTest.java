package io.dispenser.telemetry.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotationTest {

    @ParameterizedTest
    @CsvSource({"536870912,512m", "1073741824,1g", "1610612736,1536m", "1024,1k", "1025,1025b", "1099511627776,1024g"})
    void memoryStandsInTheLargestUnitThatNeedsNoFraction(long bytes, String words) {
        assertThat(LimitNotation.memory(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"500000000,0.5", "1000000000,1.0", "1250000000,1.25", "1,0.000000001", "10000000000,10.0"})
    void cpusStandAsCores(long nanos, String words) {
        assertThat(LimitNotation.cpus(nanos)).isEqualTo(words);
    }

    @Test
    void noLimitIsNull() {
        assertThat(LimitNotation.memory(0)).isNull();
        assertThat(LimitNotation.cpus(0)).isNull();
    }
}
