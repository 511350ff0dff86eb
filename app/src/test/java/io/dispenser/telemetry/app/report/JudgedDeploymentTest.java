package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.deployment;
import static io.dispenser.telemetry.app.report.ReportFixture.minutesAgo;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.report.ReportFixture.Container;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.DeploymentAction;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a deployment's doing, and what is not. */
class JudgedDeploymentTest {

    private static final Instant DEPLOYED = minutesAgo(100).plusSeconds(10);

    private final ReportFixture report = new ReportFixture(Duration.ofDays(1));
    private final Container old = new Container("api");
    private final Container api = new Container("api");

    JudgedDeploymentTest() {
        old.id = "aaaaaaaaaaaa";
    }

    /** Compose creates a container before it stops the one in whose place it is. */
    @Test
    void theContainerBeforeThatIsStillThereIsNotJudged() throws Exception {
        deployed(DeploymentAction.RECREATED);
        old.restarts = 5;
        report.samples(old, 300, 99);
        report.builder.sample(old.at(DEPLOYED.plusSeconds(4)));
        report.samples(api, 99, 0);

        assertThat(report.attention()).isEmpty();
        assertThat(health()).isEqualTo("ok");
    }

    @Test
    void theContainerOfTheDeploymentIs() throws Exception {
        deployed(DeploymentAction.RECREATED);
        report.samples(old, 300, 99);
        report.builder.sample(old.at(DEPLOYED.plusSeconds(4)));
        api.restarts = 3;
        report.samples(api, 99, 0);

        assertThat(health()).isEqualTo("broke");
    }

    @Test
    void theRestartsOfAnotherContainerAreNotTakenOff() throws Exception {
        deployed(DeploymentAction.REPORTED);
        old.restarts = 5;
        report.samples(old, 300, 99);
        api.restarts = 4;
        report.samples(api, 99, 0);

        assertThat(health()).isEqualTo("broke");
    }

    /** A table's files are read in no order that means anything. */
    @Test
    void samplesOfBeforeMayComeAfterwards() throws Exception {
        deployed(DeploymentAction.UPDATED);
        api.restarts = 7;
        report.samples(api, 99, 0);
        report.samples(api, 300, 99);

        assertThat(health()).isEqualTo("ok");
        assertThat(report.attention()).isEmpty();
    }

    @Test
    void restartsAreFoundInAnyOrderToo() throws Exception {
        deployed(DeploymentAction.UPDATED);
        for (int minute = 80; minute < 100; minute++) {
            api.restarts = 7 + Math.min(3, (99 - minute) / 2);
            report.samples(api, minute, minute - 1);
        }
        api.restarts = 7;
        report.samples(api, 300, 99);

        assertThat(report.attention())
                .filteredOn(text -> text.startsWith("bad-deployment"))
                .hasSize(1)
                .allMatch(text -> text.contains("restarting again and again after 6 min"));
    }

    /** The engine starts again what ends by itself, if it may; what it leaves ended by such a signal, somebody has stopped. */
    @ParameterizedTest
    @ValueSource(ints = {143, 137, 130})
    void whatSomebodyStoppedIsNotBroken(int exit) throws Exception {
        stoppedWith(exit, false);

        assertThat(health()).isEqualTo("ok");
        assertThat(report.attention())
                .as("it is said all the same that it does not run")
                .hasSize(1)
                .allMatch(text -> text.startsWith("not-running"));
    }

    @Test
    void whatTheKernelKilledForWantOfMemoryIs() throws Exception {
        stoppedWith(137, true);

        assertThat(health()).isEqualTo("broke");
    }

    @Test
    void whatFailedByItselfIs() throws Exception {
        stoppedWith(1, false);

        assertThat(health()).isEqualTo("broke");
    }

    private void stoppedWith(int exit, boolean oom) {
        deployed(DeploymentAction.RECREATED);
        report.samples(old, 300, 99);
        report.samples(api, 99, 90);
        api.state = ContainerState.EXITED;
        api.exit = exit;
        api.oom = oom;
        report.samples(api, 90, 0);
    }

    private void deployed(DeploymentAction action) {
        report.builder.deployment(deployment(DEPLOYED, "api", "api:1.3", "api:1.2", action));
    }

    private String health() throws Exception {
        return report.document().path("deployments").get(0).path("health").asText();
    }
}
