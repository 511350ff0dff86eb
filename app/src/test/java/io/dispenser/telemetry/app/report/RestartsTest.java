package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.deployment;
import static io.dispenser.telemetry.app.report.ReportFixture.minutesAgo;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.report.ReportFixture.Container;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.DeploymentAction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What counts as a restart, and what does not. */
class RestartsTest {

    private final ReportFixture report = new ReportFixture(Duration.ofDays(7));
    private final Container api = new Container("api");

    @Test
    void aContainerThatWasNotInspectedInTimeHasNoCount() throws Exception {
        api.restarts = 7;
        report.samples(api, 600, 300);
        notInspected(300);
        report.samples(api, 299, 200);
        notInspected(200);
        notInspected(199);
        report.samples(api, 198, 0);

        assertThat(restarts()).isZero();
        assertThat(report.attention()).isEmpty();
    }

    @Test
    void norHasItAtItsFirstSample() throws Exception {
        notInspected(600);
        api.restarts = 500;
        report.samples(api, 599, 0);

        assertThat(restarts()).isZero();
        assertThat(report.attention()).isEmpty();
    }

    @Test
    void aServiceWithoutAContainerHasNoCount() throws Exception {
        api.restarts = 7;
        report.samples(api, 600, 300);
        Container none = new Container("api");
        none.id = "";
        none.state = ContainerState.NOT_FOUND;
        report.samples(none, 300, 290);
        report.samples(api, 290, 0);

        assertThat(restarts()).isZero();
        assertThat(report.attention()).isEmpty();
    }

    @Test
    void restartsBesideSamplesWithoutACountAreCounted() throws Exception {
        api.restarts = 7;
        report.samples(api, 300, 200);
        notInspected(200);
        api.restarts = 9;
        report.samples(api, 199, 0);

        assertThat(restarts()).isEqualTo(2);
    }

    @Test
    void bucketsThatBecomeWiderKeepTheCounts() throws Exception {
        api.restarts = 7;
        notInspected(9_000);
        for (int minutes = 9_000; minutes > 0; minutes -= 10) {
            if (minutes % 30 == 0) {
                notInspected(minutes);
            } else {
                report.samples(api, minutes, minutes - 1);
            }
            if (minutes == 4_500) {
                api.restarts++;
                assertThat(report.builder.coarsen()).isTrue();
            }
        }
        assertThat(report.builder.coarsen()).isTrue();

        assertThat(restarts()).isEqualTo(1);
    }

    @Test
    void aDeploymentIsJudgedByCountsThatThereAre() throws Exception {
        report.builder.deployment(deployment(minutesAgo(100), "api", "api:1", null, DeploymentAction.UPDATED));
        api.restarts = 7;
        report.samples(api, 300, 102);
        notInspected(101);
        report.samples(api, 99, 0);

        assertThat(report.attention()).isEmpty();
        assertThat(report.document().path("deployments").get(0).path("health").asText())
                .isEqualTo("ok");
    }

    @Test
    void andByWhatWasSeenLastBeforeIt() throws Exception {
        report.builder.deployment(deployment(minutesAgo(100), "api", "api:1", null, DeploymentAction.UPDATED));
        report.samples(api, 300, 101);
        notInspected(101);
        api.state = ContainerState.EXITED;
        api.exit = 1;
        report.samples(api, 99, 0);

        assertThat(report.document().path("deployments").get(0).path("health").asText())
                .isEqualTo("broke");
    }

    private void notInspected(int minutes) {
        Container unknown = new Container("api");
        unknown.state = ContainerState.UNKNOWN;
        report.samples(unknown, minutes, minutes - 1);
    }

    private int restarts() throws Exception {
        return report.document().path("series").get(0).path("restarts").asInt();
    }
}
