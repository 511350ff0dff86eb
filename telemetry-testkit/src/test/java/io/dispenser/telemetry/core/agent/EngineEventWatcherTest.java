package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.CronSchedule;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing missed and nothing invented, whatever streams and engines do. */
class EngineEventWatcherTest extends WatcherFixture {

    @Test
    void aContainerThatIsGoneGetsItsRowFromWhatTheEventTells() throws Exception {
        follower.step();
        ContainerSnapshot job = container(1, "job", START.plusSeconds(1));
        engine.image(new ImageDetails(
                job.imageId(), List.of("shop/api@sha256:77"), 5_000_000, START.minusSeconds(1), Map.of()));
        engine.name("shop/api:1", job.imageId());
        engine.tell(event(Kind.CREATED, job));
        follower.step();
        DeploymentEvent row = rows.get(0);
        assertThat(row.service()).isEqualTo("job");
        assertThat(row.image()).isEqualTo("shop/api:1");
        assertThat(row.imageSha()).isEqualTo("sha256:77");
        assertThat(row.imageSizeMb()).isEqualTo(5);
        assertThat(row.timestamp()).isEqualTo(job.createdAt().plusMillis(5));
        assertThat(row.containerCreatedAt()).isEqualTo(row.timestamp());
        assertThat(row.trigger()).isEqualTo(TriggerType.STARTUP);
        assertThat(row.restartPolicy()).isEqualTo(RestartPolicy.NO);
        assertThat(row.memoryLimit()).isNull();
        assertThat(List.of(row.portMappings(), row.volumes(), row.networks())).containsExactly(0, 0, 0);
    }

    @Test
    void anImageWhoseNameMayHaveMovedIsNotGuessed() throws Exception {
        follower.step();
        ContainerSnapshot job = container(1, "job", START.plusSeconds(1));
        engine.image(new ImageDetails(job.imageId(), List.of(), 5_000_000, START.plusSeconds(9), Map.of()));
        engine.name("shop/api:1", job.imageId());
        engine.tell(event(Kind.CREATED, job));
        follower.step();
        assertThat(rows.get(0).imageSha()).isEmpty();
        assertThat(rows.get(0).imageSizeMb()).isZero();
    }

    @Test
    void aContainerWhoseInspectionHangsIsAskedAgainAndThenToldFromItsEvent() throws Exception {
        follower.step();
        ContainerSnapshot web = container(1, "web", START.plusSeconds(1));
        engine.silence(web.id());
        create(web);
        create(container(2, "other", START.plusSeconds(2)));
        follower.step();
        assertThat(ids()).containsExactly(2);
        assertThat(memory.load().orElseThrow().until())
                .as("not beyond what is open")
                .isBefore(START.plusSeconds(2));
        for (int i = 0; i < 2; i++) {
            ticker.advance(Duration.ofSeconds(10));
            follower.step();
        }
        assertThat(ids()).containsExactly(2, 1);
    }

    @Test
    void aStreamThatIsDeafIsNoticedAtTheNextLookAndReplaced() throws Exception {
        follower.step();
        engine.remember(event(Kind.CREATED, container(8, "gone", START.plusSeconds(3))));
        ContainerSnapshot web = container(1, "web", START.plusSeconds(5));
        engine.put(web).time(START.plus(LOOK));
        ticker.advance(LOOK);
        follower.step();
        assertThat(ids()).containsExactly(8, 1);
        assertThat(engine.connections()).isEqualTo(2);
        create(container(2, "db", START.plus(LOOK).plusSeconds(1)));
        follower.step();
        assertThat(ids()).containsExactly(8, 1, 2);
    }

    @Test
    void aStreamThatSpeaksIsLeftAlone() throws Exception {
        follower.step();
        for (int i = 1; i <= 3; i++) {
            create(container(i, "web" + i, START.plusSeconds(i)));
            ticker.advance(LOOK);
            follower.step();
        }
        assertThat(engine.connections()).isEqualTo(1);
        assertThat(ids()).containsExactly(1, 2, 3);
    }

    @Test
    void anEngineThatIsAwayForAnHourMissesOnlyWhatItForgot() throws Exception {
        follower.step();
        engine.endStreams("the engine ended the stream of events");
        engine.down(true);
        Duration passed = Duration.ZERO;
        while (passed.compareTo(Duration.ofHours(1)) < 0) {
            Duration wait = follower.step().orElseThrow();
            ticker.advance(wait);
            passed = passed.plus(wait);
        }
        Instant back = START.plus(passed);
        engine.down(false).forget().time(back);
        engine.put(container(1, "web", back.minusSeconds(3)));
        engine.remember(event(Kind.CREATED, container(2, "job", back.minusSeconds(2))));
        follower.step();
        assertThat(ids()).containsExactly(2, 1);
        assertThat(told)
                .endsWith("missed " + START + " to " + back.minusSeconds(2).plusMillis(5));
        assertThat(told.size()).as("attempts in an hour").isBetween(100, 300);
    }

    @Test
    void aGapThatTheEngineRemembersIsNone() throws Exception {
        engine.remember(event(Kind.CREATED, container(9, "before", START.minusSeconds(9))));
        follower.step();
        engine.endStreams("cut");
        engine.remember(event(Kind.CREATED, container(1, "job", START.plusSeconds(5))));
        ticker.advance(follower.step().orElseThrow());
        follower.step();
        assertThat(ids()).containsExactly(1);
        assertThat(told).containsExactly("cut");
    }

    @Test
    void moreChangesThanFitAreHeardInTheNextStream() throws Exception {
        follower.step();
        for (int i = 1; i <= 10_100; i++) {
            ContainerSnapshot job =
                    container(i, "job" + i, START.plusSeconds(10).plusMillis(i * 5L));
            engine.tell(event(Kind.CREATED, job));
        }
        ticker.advance(follower.step().orElseThrow());
        follower.step();
        assertThat(rows).hasSize(10_100);
        assertThat(rows).extracting(DeploymentEvent::containerId).doesNotHaveDuplicates();
        assertThat(told).contains("too many changes at once");
    }

    @Test
    void changesAreHandledInTheOrderOfTheEnginesTime() throws Exception {
        follower.step();
        ContainerSnapshot first = container(1, "web", START.plusSeconds(1));
        ContainerSnapshot second = container(2, "web", START.plusSeconds(2));
        engine.put(first).put(second);
        engine.tell(event(Kind.CREATED, second));
        engine.tell(event(Kind.CREATED, first));
        follower.step();
        assertThat(ids()).containsExactly(1, 2);
        assertThat(rows)
                .extracting(DeploymentEvent::trigger)
                .containsExactly(TriggerType.STARTUP, TriggerType.MANUAL_RELOAD);
    }

    @Test
    void aDefectCostsOneChange() throws Exception {
        CronSchedule cron = CronSchedule.parse("0 3 * * *");
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0, cron)));
        Instant earliest = Instant.MIN.plusSeconds(10);
        engine.time(earliest);
        follower = process();
        follower.step();
        engine.tell(new ContainerChange("x", Kind.CREATED, earliest, Map.of("name", "web")));
        create(container(1, "web", START.plusSeconds(1)));
        follower.step();
        assertThat(ids()).containsExactly(1);
        assertThat(told).singleElement().asString().startsWith("lost unexpected: java.time.DateTimeException");
    }
}
