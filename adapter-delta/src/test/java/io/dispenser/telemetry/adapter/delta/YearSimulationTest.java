package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A year of a table that is maintained: it costs the same at its end as at its beginning. */
class YearSimulationTest {

    /** A handful of commits a day, so that a year takes seconds; {@link YearSimulation} runs at any scale. */
    private static final YearSimulation.Scale SCALE = new YearSimulation.Scale(365, 2, 10, 1, 5);

    /** Once every retention has passed for the first time. */
    private static final int STEADY_AFTER_DAYS = 30;

    @Test
    void openingItFilesOfADateLogAndLeftoversStayFlat() throws Exception {
        YearSimulation year = new YearSimulation(SCALE);

        List<YearSimulation.Sample> samples = year.run();

        assertThat(samples).hasSize(73);
        assertThat(samples.get(72).version()).isGreaterThan(2 * 365);
        for (YearSimulation.Sample sample : samples) {
            if (sample.day() > STEADY_AFTER_DAYS) {
                assertThat(sample.openRequests())
                        .as("requests to open: %s", sample)
                        .isLessThanOrEqualTo(20);
                assertThat(sample.filesOfPastDate())
                        .as("files of a date: %s", sample)
                        .isEqualTo(1);
                assertThat(sample.files()).as("files: %s", sample).isLessThanOrEqualTo(sample.day() + 2);
                // Seven days of commits, and what the last checkpoint before them needs.
                assertThat(sample.logFiles()).as("log files: %s", sample).isLessThanOrEqualTo(150);
                assertThat(sample.logBytes()).as("log bytes: %s", sample).isLessThanOrEqualTo(400_000);
                assertThat(sample.overheadBytes())
                        .as("bytes beside: %s", sample)
                        .isLessThanOrEqualTo(20_000);
            }
        }
        assertThat(year.writeAmplification()).isLessThanOrEqualTo(1.0);
    }

    @Test
    void withoutMaintenanceItWouldNot() throws Exception {
        List<YearSimulation.Sample> samples = new YearSimulation(new YearSimulation.Scale(30, 4, 10, 0, 15)).run();

        assertThat(samples.get(1).files()).isEqualTo(30 * 4);
        assertThat(samples.get(1).filesOfPastDate()).isEqualTo(4);
    }
}
