package io.dispenser.telemetry.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.health.AgentHealth.Recent;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of the last hour: an oracle of plain maps says what it is. */
class RecentMinutesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final RecentMinutes minutes = new RecentMinutes();

    @Test
    void nothingIsToldBeforeAMinuteIsOver() {
        look(5, 3, 0, 3);
        assertThat(minutes.upTo(at(59)).accepted()).isEmpty();
        assertThat(minutes.upTo(at(60)).accepted()).containsExactly(3L);
        assertThat(minutes.upTo(at(60)).until()).isEqualTo(at(60));
    }

    @Test
    void eachMinuteHasItsOwn() {
        look(5, 3, 0, 3);
        look(50, 10, 4, 9);
        minutes.flushed(at(51), Duration.ofMillis(40));
        minutes.flushed(at(52), Duration.ofMillis(20));
        look(65, 10, 10, 0);
        look(130, 15, 10, 5);

        Recent recent = minutes.upTo(at(185));
        assertThat(recent.accepted()).containsExactly(10L, 0L, 5L);
        assertThat(recent.written()).containsExactly(4L, 6L, 0L);
        assertThat(recent.waiting()).as("the most").containsExactly(9L, 0L, 5L);
        assertThat(recent.flushMillis()).as("the slowest").containsExactly(40L, null, null);
        assertThat(recent.acceptedAMinute()).isEqualTo(5.0);
    }

    @Test
    void ofAMachineThatSleptNothingIsKnown() {
        look(5, 1, 0, 1);
        look(305, 2, 0, 2);
        assertThat(minutes.upTo(at(360)).accepted()).containsExactly(1L, null, null, null, null, 1L);

        look(100_000, 3, 0, 3);
        assertThat(minutes.upTo(at(100_020)).accepted()).as("another hour").containsExactly(1L);
    }

    @Test
    void countersThatBeganAnewAndAClockThatWasSetBackLoseNothingElse() {
        look(5, 100, 90, 10);
        look(65, 3, 1, 2);
        assertThat(minutes.upTo(at(120)).accepted()).containsExactly(100L, 3L);

        look(-7_200, 5, 1, 4);
        assertThat(minutes.upTo(at(-7_140)).accepted()).containsExactly(2L);
        assertThat(minutes.upTo(at(120)).accepted())
                .as("what was before is of another time")
                .isEmpty();
    }

    @Test
    void anHourIsKnownAndNoMore() {
        Random random = new Random(20_260_301);
        Map<Long, Long> oracle = new TreeMap<>();
        long accepted = 0;
        for (long second = 0; second < 6 * 3_600; second += 1L + random.nextInt(20)) {
            long more = random.nextInt(5);
            accepted += more;
            look(second, accepted, 0, accepted);
            oracle.merge(second / 60, more, Long::sum);
            List<@Nullable Long> expected = new ArrayList<>();
            long end = second / 60;
            for (long minute = Math.max(0, end - 60); minute < end; minute++) {
                expected.add(oracle.getOrDefault(minute, 0L));
            }
            assertThat(minutes.upTo(at(second)).accepted()).isEqualTo(expected);
        }
    }

    private void look(long second, long accepted, long written, long waiting) {
        minutes.looked(
                at(second),
                new PipelineHealth(
                        "t", PipelineHealth.State.WORKING, accepted, 0, written, waiting, null, 0, null, null, null));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }
}
