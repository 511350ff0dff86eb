package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.minutesAgo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.report.ReportFixture.Container;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A report of a host whose {@code status_interval} was changed. */
class ChangedIntervalTest {

    private static final int HOUR = 60;

    private final ReportFixture report = new ReportFixture(Duration.ofDays(7));
    private final Container api = new Container("api");
    private final Container db = new Container("db");

    @Test
    void aHostIsSilentByItsIntervalOfLate() throws Exception {
        eachMinute(3000, 1240);
        eachHour(1240, 40);

        assertThat(report.attention()).isEmpty();
        JsonNode host = report.document().path("hosts").get(0);
        assertThat(host.path("interval").asLong()).isEqualTo(HOUR * 60_000);
        assertThat(host.path("gaps")).as("an hour between samples was meant").isEmpty();
    }

    @Test
    void soItIsWhereItSamplesMoreOften() throws Exception {
        eachHour(9000, 400);
        eachMinute(400, 60);

        assertThat(report.attention())
                .containsExactly(
                        "silent-host 3: web-1 has been silent for 1 h 1 min, since 10:59 UTC; it usually samples"
                                + " every 1 min");
        assertThat(report.document().path("hosts").get(0).path("gaps"))
                .as("the silence alone")
                .hasSize(1);
    }

    @Test
    void aTimeWithoutSamplesBetweenThemIsOne() throws Exception {
        eachMinute(6000, 4000);
        eachHour(4000, 2800);
        eachHour(2400, 40);

        JsonNode gaps = report.document().path("hosts").get(0).path("gaps");
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).get(1).asLong()).isEqualTo(minutesAgo(2400).toEpochMilli());
    }

    @Test
    void theOrderOfFilesMeansNothing() throws Exception {
        eachHour(1240, 40);
        eachMinute(3000, 1240);

        assertThat(report.attention()).isEmpty();
        assertThat(report.document().path("hosts").get(0).path("interval").asLong())
                .isEqualTo(HOUR * 60_000);
    }

    private void eachMinute(int from, int to) {
        report.samples(db, from, to);
        report.samples(api, from, to);
    }

    private void eachHour(int from, int to) {
        for (int minutes = from; minutes >= to; minutes -= HOUR) {
            report.builder.sample(api.at(minutesAgo(minutes)));
            report.builder.sample(db.at(minutesAgo(minutes)));
        }
    }
}
