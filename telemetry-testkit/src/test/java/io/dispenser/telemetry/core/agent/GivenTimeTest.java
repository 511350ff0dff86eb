package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.CronSchedule;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An agent goes by the clock and the zone that it is given. */
class GivenTimeTest extends WatcherFixture {

    @Test
    void samplesHaveTheTimeOfTheClockThatIsGiven() throws Exception {
        engine.put(container(1, "web", START));
        BlockingQueue<ContainerStatusEvent> taken = new LinkedBlockingQueue<>();
        try (TelemetryAgent agent = TelemetryAgent.builder(engine, rows::add, taken::add)
                .clock(InstantSource.fixed(START))
                .start()) {
            assertThat(taken.poll(30, TimeUnit.SECONDS))
                    .as("a sample of %s", agent.host())
                    .isNotNull()
                    .extracting(ContainerStatusEvent::timestamp)
                    .isEqualTo(START);
        }
    }

    @Test
    void aScheduleIsMeantInTheZoneThatIsNamed() throws Exception {
        CronSchedule cron = CronSchedule.parse("0 21 * * *");
        catalog = ServiceCatalog.of(List.of(new ServiceDefinition("web", null, null, false, null, 0, 0, 0, cron)));
        follower = TelemetryAgent.builder(engine, rows::add, status -> true)
                .catalog(catalog)
                .zone(ZoneId.of("Asia/Tokyo"))
                .ticker(ticker)
                .follower(() -> {}, asker -> {});
        follower.step();
        create(container(1, "web", START.plusSeconds(1))); // 12:00 UTC
        follower.step();
        assertThat(rows).extracting(DeploymentEvent::trigger).containsExactly(TriggerType.CRON);
    }
}
