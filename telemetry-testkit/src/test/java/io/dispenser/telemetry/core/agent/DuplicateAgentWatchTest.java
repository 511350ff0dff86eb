package io.dispenser.telemetry.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.SampleHistory;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.testkit.ManualInstants;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DuplicateAgentWatchTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final ManualInstants clock = new ManualInstants(START);
    private final Table table = new Table();
    private final List<String> heard = new ArrayList<>();
    private final DuplicateAgentWatch watch =
            new DuplicateAgentWatch(table.rows::add, table, Duration.ofMinutes(10), clock, new AgentListener() {
                @Override
                public void duplicateAgent(Instant latest) {
                    heard.add("another at " + latest);
                }
            });

    @Test
    void whoIsAloneAsksOnceAndIsToldNothing() throws Exception {
        assertThat(watch.step()).contains(Duration.ofMinutes(10));
        sample(10);
        assertThat(watch.step()).isEmpty();

        assertThat(table.asked.get()).isEqualTo(1);
        assertThat(heard).isEmpty();
        sample(1);
        assertThat(table.rows).as("all go through").hasSize(11);
    }

    @Test
    void anAgentThatGoesOnSamplingTheSameContainersIsTold() throws Exception {
        assertThat(watch.step()).isPresent();
        sampleBoth(10);
        assertThat(watch.step()).contains(Duration.ofMinutes(10));
        assertThat(heard).isEmpty();
        sampleBoth(10);
        assertThat(watch.step()).isEmpty();

        assertThat(heard)
                .containsExactly(
                        "another at " + START.plus(MINUTE.multipliedBy(20)).minusSeconds(30));
        assertThat(table.asked.get()).isEqualTo(2);
    }

    @Test
    void aRestartIsNoAlarm() throws Exception {
        for (int minute = 1; minute < 60; minute++) {
            table.rows.add(row("c1", START.minus(MINUTE.multipliedBy(minute))));
        }
        assertThat(watch.step()).isPresent();
        sample(10);
        assertThat(watch.step()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void anAgentThatWasStoppedJustThenIsNoAlarmEvenIfItsClockWasAhead() throws Exception {
        assertThat(watch.step()).isPresent();
        for (int minute = 0; minute < 5; minute++) {
            table.rows.add(row("c1", START.plus(MINUTE.multipliedBy(minute)).plusSeconds(1)));
        }
        sample(10);
        assertThat(watch.step()).isPresent();
        sample(10);
        assertThat(watch.step()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void theContainersOfOthersAreNoneOfOurs() throws Exception {
        assertThat(watch.step()).isPresent();
        for (int minute = 0; minute < 10; minute++) {
            table.rows.add(row("c2", clock.instant().plusSeconds(1)));
            table.rows.add(row("", clock.instant().plusSeconds(2)));
            sample(1);
        }
        assertThat(watch.step()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void ourOwnTimesAreOursAlsoWhenTheyWereRounded() throws Exception {
        assertThat(watch.step()).isPresent();
        sample(10);
        table.rounds = true;
        assertThat(watch.step()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aTableThatIsAwayIsAskedAgainAndAnEngineIsWaitedFor() throws Exception {
        assertThat(watch.step()).isPresent();
        assertThat(watch.step()).as("nothing sampled yet").contains(Duration.ofMinutes(10));
        assertThat(table.asked.get()).isZero();
        sampleBoth(10);
        table.away = true;
        assertThat(watch.step()).contains(Duration.ofMinutes(10));
        table.away = false;
        sampleBoth(10);
        assertThat(watch.step()).isPresent();
        sampleBoth(10);
        assertThat(watch.step()).isEmpty();
        assertThat(heard).hasSize(1);
    }

    @Test
    void theTableIsAskedForThisHostsContainersSinceTheStart() throws Exception {
        assertThat(watch.step()).isPresent();
        sample(2);
        assertThat(watch.step()).isEmpty();
        assertThat(table.question).isEqualTo("null [c1] " + START);
    }

    @Test
    void itsThreadEndsWhenItIsKnown() throws Exception {
        var quick = new DuplicateAgentWatch(table.rows::add, table, Duration.ofMillis(1), clock, AgentListener.NONE);
        quick.record(row("c1", START));
        quick.start();
        while (table.asked.get() == 0) {
            Thread.onSpinWait();
        }
        quick.close();
        assertThat(table.asked.get()).isEqualTo(1);
    }

    private void sample(int samples) {
        for (int i = 0; i < samples; i++) {
            watch.record(row("c1", clock.instant()));
            clock.advance(MINUTE);
        }
    }

    private void sampleBoth(int samples) {
        for (int i = 0; i < samples; i++) {
            table.rows.add(row("c1", clock.instant().plusSeconds(30)));
            sample(1);
        }
    }

    private static ContainerStatusEvent row(String container, Instant time) {
        return new ContainerStatusEvent(
                time, "web", container, ContainerState.RUNNING, HealthStatus.NONE, null, 0, 0, 0, null);
    }

    private static final class Table implements SampleHistory {

        final List<ContainerStatusEvent> rows = new ArrayList<>();
        final AtomicInteger asked = new AtomicInteger();
        boolean away;
        boolean rounds;
        String question = "";

        @Override
        public Set<Instant> times(@Nullable String host, Set<String> containerIds, Instant since) throws SinkException {
            if (away) {
                throw SinkException.retryable("away", null);
            }
            question = Optional.ofNullable(host).orElse("null") + " " + containerIds + " " + since;
            asked.incrementAndGet();
            return rows.stream()
                    .filter(row -> containerIds.contains(row.containerId()))
                    .map(row -> rounds ? row.timestamp().truncatedTo(ChronoUnit.MILLIS) : row.timestamp())
                    .collect(Collectors.toSet());
        }
    }
}
