package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.minutesAgo;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.report.ReportFixture.Container;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which restarts are within an hour, and which may lie far apart. */
class CrashLoopTest {

    private static final int DAY = 24 * 60;

    private final Container api = new Container("api");

    @Test
    void restartsWhileNobodySampledMayBeFarApart() throws Exception {
        ReportFixture report = overAGap(Duration.ofDays(7), 4);

        assertThat(report.attention()).isEmpty();
        assertThat(report.document().path("series").get(0).path("restarts").asInt())
                .isEqualTo(4);
    }

    @Test
    void soManyThatEachHourHasThreeAreALoop() throws Exception {
        assertThat(overAGap(Duration.ofDays(7), 4 * 3 * 24).attention())
                .containsExactly(
                        "crash-loop 2: api on web-1 restarted 288 times from 11:00 UTC on, and stopped doing so");
    }

    @Test
    void inBucketsWiderThanTheGapTheyAreFarApartToo() throws Exception {
        ReportFixture report = overAGap(Duration.ofDays(7), 4);
        while (report.builder.buckets().width() < Duration.ofDays(1).toMillis()) {
            assertThat(report.builder.coarsen()).isTrue();
        }

        assertThat(report.attention()).isEmpty();
    }

    @Test
    void threeOnBothSidesOfAnHourWithoutSamplesAreNoLoop() throws Exception {
        ReportFixture report = new ReportFixture(Duration.ofDays(1));
        report.samples(api, 600, 300);
        api.restarts = 3;
        report.samples(api, 210, 0);

        assertThat(report.attention()).isEmpty();
    }

    private ReportFixture overAGap(Duration covered, int restarts) throws Exception {
        ReportFixture report = new ReportFixture(covered);
        api.started = minutesAgo(2 * DAY);
        report.samples(api, 3 * DAY + 120, 3 * DAY + 60);
        api.restarts += restarts;
        report.samples(api, 60, 0);
        return report;
    }
}
