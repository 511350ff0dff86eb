package io.dispenser.telemetry.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import io.dispenser.telemetry.core.status.CpuMeter.Reading;
import io.dispenser.telemetry.testkit.SampleContainer;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuMeterTest {

    private static final Instant STARTED = Instant.parse("2026-03-01T09:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                // used, of passed, cores, percent
                "0, 1000, 2, 0.0",
                "250, 1000, 2, 50.0",
                "500, 1000, 2, 100.0",
                "1000, 1000, 2, 200.0",
                "250, 1000, 1, 25.0",
                // counters that go back, or a host's that stand still
                "-1, 1000, 2, null",
                "250, 0, 2, null",
                "250, -1000, 2, null",
                "250, 1000, 0, null",
                // a little more than the machine has, and much
                "1099, 1000, 2, 219.8",
                "1101, 1000, 2, null",
                "12539240, 1000, 1, null",
            })
    void theFormula(long used, long passed, int cores, Double percent) {
        Reading before = new Reading(new CpuTime(5_000, 70_000, 2), STARTED);
        Reading now = new Reading(new CpuTime(5_000 + used, 70_000 + passed, cores), STARTED);
        assertThat(CpuMeter.percent(before, now)).isEqualTo(percent);
    }

    @Test
    void nothingIsKnownOfAFirstReadingOrAcrossARestart() {
        Reading now = new Reading(new CpuTime(10, 100, 1), STARTED);
        assertThat(CpuMeter.percent(null, now)).isNull();
        assertThat(CpuMeter.percent(new Reading(new CpuTime(0, 0, 1), STARTED.minusSeconds(1)), now))
                .isNull();
        assertThat(CpuMeter.percent(new Reading(new CpuTime(0, 0, 1), null), new Reading(now.cpu(), null)))
                .isNull();
    }

    @Test
    void aReadingThatIsMissingBreaksThePair() {
        CpuMeter meter = new CpuMeter();
        ContainerSnapshot web = SampleContainer.of(1, "web").startedAt(STARTED).build();
        assertThat(meter.percent(web, used(web, 0, 0))).isNull();
        assertThat(meter.percent(web, used(web, 10, 100))).isEqualTo(10.0);
        assertThat(meter.percent(web, null)).isNull();
        assertThat(meter.percent(web, used(web, 30, 300))).isNull();
        assertThat(meter.percent(web, used(web, 40, 400))).isEqualTo(10.0);
        meter.retain(Set.of());
        assertThat(meter.percent(web, used(web, 50, 500))).isNull();
    }

    private static ResourceUsage used(ContainerSnapshot container, long used, long passed) {
        return new ResourceUsage(container.id(), new CpuTime(used, passed, 1), null);
    }
}
