package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.report.ReportFixture.Container;
import io.dispenser.telemetry.core.event.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What is left of many samples when few numbers stand for them. */
class ReportThinningTest {

    /** Of 72 samples in a bucket of a year, one that tells of trouble, or of a peak, is what is told of the bucket. */
    @Test
    void oneSampleOfTroubleAndOnePeakAreNotLostInAYear() throws Exception {
        ReportFixture year = new ReportFixture(Duration.ofDays(365));
        Container api = new Container("api");
        Instant trouble = NOON.minus(Duration.ofDays(200));
        Instant peak = NOON.minus(Duration.ofDays(100));
        for (Instant at = NOON.minus(Duration.ofDays(365)); at.isBefore(NOON); at = at.plus(Duration.ofMinutes(10))) {
            api.health = at.equals(trouble) ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY;
            api.memory = (at.equals(peak) ? 500 : 100) * ReportFixture.MIB;
            api.cpu = at.equals(peak) ? 399.0 : 10.0;
            year.builder.sample(api.at(at));
        }
        JsonNode document = year.document();
        JsonNode series = document.path("series").get(0);
        byte[] bands = Base64.getDecoder().decode(series.path("bands").asText());
        long from = document.path("from").asLong();
        long width = document.path("bucket").asLong();
        assertThat(width).isEqualTo(Duration.ofHours(12).toMillis());
        for (int i = 0; i < bands.length; i++) {
            assertThat(Bands.health(bands[i]) == Bands.UNHEALTHY)
                    .as("bucket %s", i)
                    .isEqualTo(i == (trouble.toEpochMilli() - from) / width);
        }
        int at = (int) ((peak.toEpochMilli() - from) / width);
        assertThat(value(series, "memory", at)).isCloseTo(500.0 * ReportFixture.MIB, withinPercentage(1));
        assertThat(value(series, "memory", at + 1)).isCloseTo(100.0 * ReportFixture.MIB, withinPercentage(1));
        assertThat(value(series, "cpu", at)).isCloseTo(399, withinPercentage(1));
        assertThat(series.path("memoryPeak").asDouble()).isCloseTo(500.0 * ReportFixture.MIB, withinPercentage(1));
    }

    private static double value(JsonNode series, String name, int bucket) {
        byte[] all = Base64.getDecoder().decode(series.path(name + "Max").asText());
        int value = (all[2 * bucket] & 0xFF) | (all[2 * bucket + 1] & 0xFF) << Byte.SIZE;
        return value * series.path(name + "Scale").asDouble();
    }
}
