package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.MIB;
import static io.dispenser.telemetry.app.report.ReportFixture.NOON;
import static io.dispenser.telemetry.app.report.ReportFixture.deployment;
import static io.dispenser.telemetry.app.report.ReportFixture.minutesAgo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.report.ReportFixture.Container;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.HealthStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a report says that somebody should look at. */
class AttentionTest {

    private final ReportFixture report = new ReportFixture(Duration.ofDays(1));
    private final Container api = new Container("api");
    private final Container db = new Container("db");

    @Test
    void ofWhatRunsNothingIsSaid() throws Exception {
        report.samples(api, 600, 0);
        report.samples(db, 600, 0);

        assertThat(report.attention()).isEmpty();
    }

    @Test
    void aCrashLoopHasItsCause() throws Exception {
        report.samples(api, 600, 57);
        for (int minute = 57; minute > 0; minute--) {
            api.restarts++;
            api.state = ContainerState.RESTARTING;
            api.exit = 137;
            api.oom = true;
            api.finished = minutesAgo(minute);
            report.samples(api, minute, minute - 1);
        }

        assertThat(report.attention())
                .containsExactly(
                        "crash-loop 3: api on web-1 has restarted 57 times since 11:00 UTC, last with exit code"
                                + " 137 (out of memory)");
    }

    @Test
    void aCrashLoopThatIsOverIsThePast() throws Exception {
        report.samples(api, 600, 500);
        for (int i = 0; i < 5; i++) {
            api.restarts++;
            api.started = minutesAgo(500 - i);
            report.samples(api, 500 - i, 499 - i);
        }
        report.samples(api, 490, 0);

        assertThat(report.attention())
                .containsExactly(
                        "crash-loop 2: api on web-1 restarted 5 times from 03:40 UTC on, and stopped doing so");
    }

    @Test
    void twoRestartsADayAreNoLoop() throws Exception {
        report.samples(api, 1000, 500);
        api.restarts = 1;
        report.samples(api, 500, 100);
        api.restarts = 2;
        report.samples(api, 100, 0);

        assertThat(report.attention()).isEmpty();
        assertThat(report.document().path("series").get(0).path("restarts").asInt())
                .isEqualTo(2);
    }

    @Test
    void aNewContainerCountsFromZero() throws Exception {
        api.restarts = 40;
        report.samples(api, 300, 200);
        api.restarts = 0;
        api.id = "another00000";
        report.samples(api, 200, 100);
        api.restarts = 1;
        report.samples(api, 100, 0);

        assertThat(report.document().path("series").get(0).path("restarts").asInt())
                .isEqualTo(1);
    }

    @Test
    void aKillForWantOfMemoryIsSaidWithTheLimit() throws Exception {
        report.samples(api, 300, 60);
        api.oom = true;
        api.restarts = 1;
        api.finished = minutesAgo(60);
        report.samples(api, 60, 0);

        assertThat(report.attention())
                .containsExactly("out-of-memory 3: api on web-1 was killed for want of memory once, last at 11:00 UTC;"
                        + " its limit is 512 MiB");
    }

    @Test
    void whatIsUnhealthyNowComesFirst() throws Exception {
        db.memory = 490 * MIB;
        report.samples(db, 300, 0);
        report.samples(api, 300, 7);
        api.health = HealthStatus.UNHEALTHY;
        report.samples(api, 7, 0);

        assertThat(report.attention())
                .containsExactly(
                        "unhealthy 3: api on web-1 is unhealthy; it was last healthy at 11:52 UTC",
                        "memory 2: db on web-1 has used 96 % of its memory limit of 512 MiB");
        assertThat(report.document().path("series").get(0).path("service").asText())
                .isEqualTo("api");
    }

    @Test
    void aHostThatFellSilentIsMeasuredByItsOwnInterval() throws Exception {
        report.samples(api, 300, 60);
        db.host = "web-2";
        for (int minutes = 1200; minutes > 0; minutes -= 60) {
            report.builder.sample(db.at(minutesAgo(minutes)));
        }

        assertThat(report.attention())
                .containsExactly(
                        "silent-host 3: web-1 has been silent for 1 h 1 min, since 10:59 UTC; it usually samples"
                                + " every 1 min");
        JsonNode host = report.document().path("hosts").get(0);
        assertThat(host.path("silent").asBoolean()).isTrue();
        assertThat(host.path("gaps").get(0).get(1).asLong()).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void rowsOfTheLastMinutesMayBeOnTheirWay() throws Exception {
        report.samples(api, 300, 10);

        assertThat(report.attention()).isEmpty();
    }

    @Test
    void aDeploymentThatBrokeHealthIsSaidWithItsRollback() throws Exception {
        report.builder.deployment(deployment(minutesAgo(100), "api", "api:1.3", "api:1.2", DeploymentAction.RECREATED));
        report.builder.deployment(deployment(minutesAgo(80), "api", "api:1.2", "api:1.3", DeploymentAction.RECREATED));
        report.samples(api, 300, 100);
        api.health = HealthStatus.STARTING;
        report.samples(api, 99, 95);
        api.health = HealthStatus.UNHEALTHY;
        report.samples(api, 95, 80);
        api.health = HealthStatus.HEALTHY;
        report.samples(api, 79, 0);

        assertThat(report.attention())
                .containsExactly(
                        "bad-deployment 2: api:1.3 broke api on web-1 at 10:20 UTC: unhealthy after 5 min; rolled"
                                + " back after 20 min");
        JsonNode deployments = report.document().path("deployments");
        assertThat(deployments.get(0).path("health").asText()).isEqualTo("ok");
        assertThat(deployments.get(1).path("health").asText()).isEqualTo("broke");
    }

    @Test
    void aDeploymentThatIsStillBrokenIsWorse() throws Exception {
        report.samples(api, 300, 100);
        report.builder.deployment(deployment(minutesAgo(100), "api", "api:1.3", "api:1.2", DeploymentAction.RECREATED));
        api.state = ContainerState.EXITED;
        api.exit = 1;
        report.samples(api, 99, 0);

        assertThat(report.attention())
                .containsExactly(
                        "bad-deployment 3: api:1.3 broke api on web-1 at 10:20 UTC: exited with exit code 1 after 1 min;"
                                + " not rolled back",
                        "not-running 2: api on web-1 has exited with exit code 1; it was last seen running at 10:19 UTC");
    }

    @Test
    void aDeploymentOfWhatWasBrokenBeforeBreaksNothing() throws Exception {
        api.health = HealthStatus.UNHEALTHY;
        report.builder.deployment(deployment(minutesAgo(100), "api", "api:1.3", "api:1.2", DeploymentAction.RECREATED));
        report.samples(api, 300, 0);

        assertThat(report.attention()).noneMatch(text -> text.startsWith("bad-deployment"));
        assertThat(report.document().path("deployments").get(0).path("health").asText())
                .isEqualTo("unknown");
    }

    @Test
    void aServiceWithoutAContainerIsMissing() throws Exception {
        report.samples(api, 300, 0);
        report.samples(db, 300, 30);
        for (int minutes = 30; minutes > 0; minutes--) {
            report.builder.sample(
                    ContainerStatusEvent.ofState(minutesAgo(minutes), "cache", "", ContainerState.NOT_FOUND)
                            .with(
                                    db.at(NOON).usage(),
                                    db.at(NOON).run(),
                                    new io.dispenser.telemetry.core.event.Origin("web-1", null, null)));
        }

        assertThat(report.attention())
                .as("db was not there for long enough to be missed")
                .containsExactly("missing 2: cache on web-1 has no container");
    }

    @Test
    void whatWasThereForLongIsMissed() throws Exception {
        report.samples(api, 1400, 0);
        report.samples(db, 1400, 30);

        assertThat(report.attention())
                .containsExactly("missing 1: db on web-1 is gone; it was last seen running at 11:29 UTC");
    }

    @Test
    void aJobThatHasDoneItsWorkIsFine() throws Exception {
        report.samples(api, 1400, 0);
        report.samples(db, 700, 600);
        db.state = ContainerState.EXITED;
        db.exit = 0;
        report.samples(db, 600, 0);

        assertThat(report.attention()).isEmpty();
    }

    @Test
    void aClockThatIsAheadIsSaid() throws Exception {
        report.samples(api, 300, 0);
        db.host = "web-2";
        report.samples(db, -60, -63);

        assertThat(report.attention())
                .containsExactly(
                        "future-clock 2: the clock of web-2 is ahead by up to 1 h 2 min: 3 rows lie in the future"
                                + " and can't be shown");
        assertThat(report.document().path("totals").path("futureRows").asInt()).isEqualTo(3);
    }

    @Test
    void aClockThatIsAheadALittleIsNoTrouble() throws Exception {
        report.samples(api, 300, -1);

        assertThat(report.attention()).isEmpty();
    }

    @Test
    void namesThatTurnTheWritingOrBreakTheLineAreEscapedInSentences() throws Exception {
        api.service = "a\n\u202Epi<script>";
        api.health = HealthStatus.UNHEALTHY;
        report.samples(api, 300, 0);

        assertThat(report.attention())
                .containsExactly("unhealthy 3: a\\n\\u202epi<script> on web-1 is unhealthy and was never seen healthy");
    }
}
