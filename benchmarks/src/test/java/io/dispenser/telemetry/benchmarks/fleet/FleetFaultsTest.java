package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet in virtual time whose store goes away, whose clocks are wrong, and whose holder of the commit lease is killed. */
@Timeout(120)
class FleetFaultsTest {

    private static final int HOSTS = 50;
    private static final Duration NEVER = Duration.ZERO;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void allThatWaitedThroughAnOutageGetsInOnce(long seed) throws Exception {
        FleetFaults outage = new FleetFaults(Duration.ofSeconds(30), Duration.ofSeconds(150), NEVER, NEVER);
        FleetResult result = run(outage, 300, seed);
        assertThat(result.problems()).isEmpty();
        assertThat(result.failures()).as("writes that the outage cut off").isGreaterThanOrEqualTo(HOSTS);
        assertThat(result.trouble().backlog()).isEqualTo(HOSTS * 12L);
        assertThat(result.trouble().left()).isZero();
        assertThat(result.perFlush(result.requests())).isLessThanOrEqualTo(10);
        assertThat(result.counts().commits()).isLessThanOrEqualTo(300);
    }

    @Test
    void clocksThatAreAnHourOffCostNothing() throws Exception {
        FleetFaults wrong = new FleetFaults(NEVER, NEVER, Duration.ofHours(1), NEVER);
        FleetResult result = run(wrong, 120, 1);
        assertThat(result.problems()).isEmpty();
        assertThat(result.failures()).isZero();
        assertThat(result.done()).isGreaterThanOrEqualTo(result.offered() * 95 / 100);
        assertThat(result.perFlush(result.requests())).isLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whoeverCommitsForAllMayBeKilledAgainAndAgain(long seed) throws Exception {
        FleetFaults kills = new FleetFaults(NEVER, NEVER, NEVER, Duration.ofSeconds(17));
        FleetResult result = run(kills, 200, seed);
        assertThat(result.problems()).isEmpty();
        assertThat(result.trouble().kills()).isGreaterThanOrEqualTo(5);
        assertThat(result.done()).isGreaterThanOrEqualTo(result.offered() * 9 / 10);
    }

    @Test
    void allOfItAtOnce() throws Exception {
        FleetFaults all = new FleetFaults(
                Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofHours(1), Duration.ofSeconds(23));
        FleetResult result = run(all, 240, 3);
        assertThat(result.problems()).isEmpty();
        assertThat(result.trouble().kills()).isPositive();
        assertThat(result.trouble().left()).isZero();
    }

    private static FleetResult run(FleetFaults faults, int seconds, long seed) throws Exception {
        FleetPlan plan = new FleetPlan(
                HOSTS,
                Duration.ofSeconds(10),
                20,
                new Latency(40, 80),
                Duration.ofSeconds(20),
                Duration.ofSeconds(seconds),
                false,
                seed,
                faults);
        try (VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"));
                FleetPlace place = FleetPlace.memory(time.instants())) {
            return new FleetRun(plan, time, place, FleetSinks.GROUPED, FleetRun.Progress.NONE).run();
        }
    }
}
